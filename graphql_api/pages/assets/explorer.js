// GraphiQL with the token of this tab. The token never leaves the tab's session storage but as a header to our own address.
"use strict";

const field = document.getElementById("token");
const who = document.getElementById("who");
field.value = sessionStorage.getItem("token") ?? "";

function post(request, accept, headers) {
  return fetch("/graphql", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: accept,
      Authorization: `Bearer ${field.value.trim()}`,
      ...headers,
    },
    body: JSON.stringify(request),
  });
}

async function ask(request, headers) {
  return (await post(request, "application/graphql-response+json", headers)).json();
}

// A subscription, also over a server that stops: whoever has a variable $after goes on where they were.
async function* follow(request, headers) {
  const variables = { ...request.variables };
  for (;;) {
    try {
      const answer = await post({ ...request, variables }, "text/event-stream", headers);
      if (!answer.ok) {
        yield await answer.json();
        return;
      }
      for await (const message of messages(answer.body)) {
        if (message.startsWith("event: complete")) return;
        const result = JSON.parse(message.slice(message.indexOf("data: ") + 6));
        const position = Object.values(result.data ?? {})[0]?.position;
        if (position !== undefined && /\$after\b/.test(request.query)) variables.after = position;
        yield result;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // the line is broken
    }
    await new Promise((again) => setTimeout(again, 1000));
  }
}

async function* messages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let rest = ""; ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      const whole = (rest + value).split("\n\n");
      rest = whole.pop();
      yield* whole.filter((message) => message.startsWith("event: "));
    }
  } finally {
    reader.cancel().catch(() => {}); // it may have broken already
  }
}

// GraphiQL parses what is typed a moment later: the operation that it names may have another name by now, or none.
function named({ operationName, ...request }) {
  const names = [...request.query.matchAll(/\b(?:query|mutation|subscription)\s+(\w+)/g)].map(([, name]) => name);
  return names.includes(operationName) ? { operationName, ...request } : request;
}

// The address says what was asked last: a link to show to others, who see it in their explorer.
function remember({ query, variables }) {
  const given = { query, ...(variables && { variables: JSON.stringify(variables, null, 2) }) };
  history.replaceState(null, "", `?${new URLSearchParams(given)}`);
}

// The server tells what is a subscription: what the editor has parsed may be older than what it sends.
async function fetcher(asked, options) {
  const request = named(asked);
  if (request.operationName !== "IntrospectionQuery") remember(request);
  const answer = await ask(request, options?.headers);
  const code = answer.errors?.[0]?.extensions?.code;
  return code === "subscription.transport" ? follow(request, options?.headers) : answer;
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
  const [link] = React.useState(() => new URLSearchParams(location.search));
  const [query, setQuery] = React.useState(link.get("query") ?? FIRST);
  const builder = GraphiQLPluginExplorer.useExplorerPlugin({ query, onEdit: setQuery, showAttribution: false });
  return React.createElement(GraphiQL, {
    fetcher,
    query,
    variables: link.get("variables") ?? undefined,
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
