// Asks for the first plans, with the types that graphql-codegen makes of the document, by the id of the document.
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { graphql } from "./generated/gql.js";

const Plans = graphql(`
  query Plans($first: Int!) {
    plans(first: $first) {
      totalCount
      nodes { id key title status preparer { name } }
    }
  }
`);

async function ask<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Result> {
  const [url = "http://127.0.0.1:8000/graphql", token = "demo-planner"] = process.argv.slice(2);
  const { __meta__ } = document as unknown as { __meta__: { hash: string } };
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      Accept: "application/graphql-response+json",
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ documentId: __meta__.hash, variables }),
  });
  const { data, errors } = (await answer.json()) as { data?: Result; errors?: { message: string }[] };
  if (!data) throw new Error(`${answer.status}: ${errors?.map((each) => each.message).join("; ")}`);
  return data;
}

const { plans } = await ask(Plans, { first: 3 });
for (const plan of plans.nodes) {
  const title: string = plan.title;
  console.log(plan.key, plan.status, title, plan.preparer?.name ?? "");
}
console.log(`${plans.nodes.length} of ${plans.totalCount} plans`);
