SELECT json_build_object('data', json_build_object('plan', json_build_object('title', title))) FROM plan WHERE id = %(id)s
