import { neededExtensions } from '../../packages/db/src/check-database.ts';
import { fail, type OpenDatabase, type Outcome, ok } from './check.ts';

type Extension = { name: string; installed: string | null; available: string | null };

/** Whether pgvector and pg_trgm are there, or can be made by the first migration. */
export async function checkExtensions({ client }: OpenDatabase): Promise<Outcome> {
  const { rows } = await client.query<Extension & { may_create: boolean }>(
    `SELECT needed.name, extension.extversion AS installed, available.default_version AS available,
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
              OR has_database_privilege(current_database(), 'CREATE') AND COALESCE((
                SELECT trusted OR NOT superuser FROM pg_available_extension_versions AS version
                WHERE version.name = needed.name AND version.version = available.default_version), false) AS may_create
     FROM unnest($1::text[]) AS needed (name)
     LEFT JOIN pg_extension AS extension ON extension.extname = needed.name
     LEFT JOIN pg_available_extensions AS available ON available.name = needed.name`,
    [neededExtensions],
  );
  const absent = rows.filter(({ installed, available }) => installed === null && available === null);
  if (absent.length > 0)
    return fail(
      `the server lacks the extension ${names(absent)}`,
      'install its package on the server (postgresql-NN-pgvector, postgresql-contrib), or use an image that has it',
    );
  const uncreated = rows.filter(({ installed }) => installed === null);
  const forbidden = uncreated.filter(({ may_create }) => !may_create);
  if (forbidden.length > 0)
    return fail(
      `the extension ${names(forbidden)} is not in this database, and its user may not create it`,
      `as a superuser: ${forbidden.map(({ name }) => `CREATE EXTENSION ${name};`).join(' ')}`,
    );
  const says = rows.map(({ name, installed }) => `${name} ${installed ?? 'can be created'}`).join(', ');
  return ok(says);
}

/** Whether the user may make tables, and those that are there are its own: partitions are made by who owns their table. */
export async function checkRights({ client }: OpenDatabase): Promise<Outcome> {
  const { rows } = await client.query<{
    user: string;
    schema: string;
    may_create: boolean;
    foreign: string[];
  }>(
    `SELECT current_user AS "user", current_schema() AS schema,
            COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
            array(SELECT relname::text FROM pg_class
                  WHERE relnamespace = to_regnamespace(current_schema()) AND relkind IN ('r', 'p') AND NOT relispartition
                    AND NOT pg_has_role(relowner, 'USAGE') ORDER BY 1) AS foreign`,
  );
  const { user, schema, may_create: mayCreate, foreign } = rows[0]!;
  if (!mayCreate)
    return fail(
      `${user} may make no tables in the schema ${schema}`,
      `GRANT CREATE, USAGE ON SCHEMA ${schema} TO ${user};`,
    );
  if (foreign.length > 0)
    return fail(
      `${foreign.length} tables belong to another role than ${user}: ${foreign.slice(0, 5).join(', ')}`,
      `give them to ${user}: ALTER TABLE ${foreign[0]} OWNER TO ${user}; and so on`,
    );
  return ok(`${user} owns what is there and may make more`);
}

function names(extensions: readonly Extension[]): string {
  return extensions.map(({ name }) => name).join(' and ');
}
