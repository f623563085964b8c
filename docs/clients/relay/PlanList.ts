// A list of plans that a web page shows and goes on with, and one plan of it that is fetched again by its id.
import { graphql } from "react-relay";

export const query = graphql`
  query PlanListQuery {
    ...PlanList_plans
  }
`;

export const list = graphql`
  fragment PlanList_plans on Query
  @argumentDefinitions(count: {type: "Int", defaultValue: 20}, cursor: {type: "String"})
  @refetchable(queryName: "PlanListMoreQuery") {
    plans(first: $count, after: $cursor) @connection(key: "PlanList_plans") {
      edges { node { id ...PlanList_plan } }
    }
  }
`;

export const row = graphql`
  fragment PlanList_plan on Plan @refetchable(queryName: "PlanListAgainQuery") {
    key
    title
    status
    version
    preparer { name }
  }
`;

export const submit = graphql`
  mutation PlanListSubmitMutation($input: PlanSubmitInput!) {
    planSubmit(input: $input) {
      plan { ...PlanList_plan }
      position
      refusal { code message messageZh }
    }
  }
`;
