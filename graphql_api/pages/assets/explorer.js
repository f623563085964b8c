// GraphiQL with the token of this tab. The token never leaves the tab's session storage but as a header to our own address.
"use strict";

const field = document.getElementById("token");
const who = document.getElementById("who");
field.value = sessionStorage.getItem("token") ?? "";

async function ask(request, headers) {
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json",
      Authorization: `Bearer ${field.value.trim()}`,
      ...headers,
    },
    body: JSON.stringify(request),
  });
  return answer.json();
}

const FIRST = `# What OpsLedger can be asked and told is in the documentation on the left.
# Control-Space completes, Control-Enter runs.

query Look {
  me { key roles }
  position
  myTasks(first: 20) {
    nodes { title act due record { key } }
  }
}
`;

function Explorer() {
  const [query, setQuery] = React.useState(FIRST);
  const builder = GraphiQLPluginExplorer.useExplorerPlugin({ query, onEdit: setQuery, showAttribution: false });
  return React.createElement(GraphiQL, {
    fetcher: (request, options) => ask(request, options?.headers),
    query,
    onEditQuery: setQuery,
    plugins: [builder],
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  });
}

function draw() {
  // With another key GraphiQL begins anew: it asks for the schema with the token that is there now.
  ReactDOM.render(React.createElement(Explorer, { key: field.value }), document.getElementById("graphiql"));
}

async function introduce() {
  if (!field.value) {
    who.value = "Paste a token to begin.";
    field.focus();
    return;
  }
  const { data, errors } = await ask({ query: "{ me { key roles } }" });
  who.value = data ? `${data.me.key} (${data.me.roles.join(", ")})` : errors[0].message;
}

document.getElementById("caller").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", field.value.trim());
  introduce();
  draw();
});

introduce();
draw();
