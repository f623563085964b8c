SELECT json_object('data', json_object('plan', json_object('title', title))) FROM plan WHERE id = :id
