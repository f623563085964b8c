// PostGraphile over the views schema, on loopback. PG* variables name the database, PORT the port.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { jsonPgSmartTags } from "postgraphile/utils";

const client = new pg.Client();
await client.connect();
await client.query(await readFile(new URL("team.sql", import.meta.url), "utf8"));
await client.end();

// The views have no foreign keys: smart tags say what leads where, as the documentation advises for views.
const leads = (column, table, field, reverse) =>
  `(${column}) references ${table} (id)|@fieldName ${field}` + (reverse ? `|@foreignFieldName ${reverse}` : "");

// By default only columns with an index of their own can be filtered on.
const filtered = { tags: { behavior: ["+filterBy"] } };

const relations = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      plan: {
        attribute: { level: filtered },
        tags: {
          foreignKey: [
            leads("unit", "organisation_unit", "inUnit"),
            leads("preparer", "organisation_person", "preparedBy"),
          ],
        },
      },
      plan_task: {
        tags: {
          foreignKey: [
            leads("plan", "plan", "ofPlan", "tasks"),
            leads("responsible", "organisation_person", "responsiblePerson"),
            leads("unit", "organisation_unit", "inUnit"),
          ],
        },
      },
      issue: { attribute: { unit: filtered, severity: filtered } },
      project: {
        tags: {
          foreignKey: [
            leads("unit", "organisation_unit", "inUnit"),
            leads("lead", "organisation_person", "ledBy"),
            leads("sponsor", "organisation_person", "sponsoredBy"),
          ],
        },
      },
      "asked.project_member": {
        attribute: { place: { tags: { behavior: ["+orderBy"] } } },
        tags: {
          foreignKey: [
            "(project) references views.project (id)|@foreignSimpleFieldName members|@backwardBehavior +list -connection",
            leads("person", "views.organisation_person", "member"),
          ],
        },
      },
      project_task: {
        tags: {
          foreignKey: [
            leads("project", "project", "ofProject", "tasks"),
            leads("owner", "organisation_person", "ownedBy"),
          ],
        },
      },
      project_milestone: {
        tags: {
          foreignKey: [
            leads("project", "project", "ofProject", "milestones"),
            leads("owner", "organisation_person", "ownedBy"),
          ],
        },
      },
      project_cost: { tags: { foreignKey: [leads("project", "project", "ofProject", "costs")] } },
      appraisal: { attribute: { grade: filtered } },
    },
  },
});

const preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [relations],
  disablePlugins: ["PgMutationCreatePlugin", "PgMutationUpdateDeletePlugin"],
  pgServices: [makePgService({ schemas: ["views", "asked"] })],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
};

const served = postgraphile(preset).createServ(grafserv);
const server = createServer();
await served.addTo(server);
server.listen(Number(process.env.PORT), "127.0.0.1");
