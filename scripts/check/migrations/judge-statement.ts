import type { AlterTableCmd, ColumnDef, IndexStmt, Node } from '@pgsql/types';

/**
 * Why a statement may not run while the previous release serves: it takes away or changes what that code uses (`breaks`), or holds up
 * its writers for as long as a table is large (`locks`).
 */
export type Objection = { kind: 'breaks' | 'locks'; why: string };

/** Kinds of statements that only add, or change nothing of the schema. */
const adding = new Set([
  'CreateExtensionStmt',
  'CreateSchemaStmt',
  'CreateStmt',
  'CreateTableAsStmt',
  'CreateSeqStmt',
  'AlterSeqStmt',
  'CreateEnumStmt',
  'CreateTrigStmt',
  'CommentStmt',
  'InsertStmt',
  'SelectStmt',
  'VariableSetStmt',
]);

/** Changes of a table that neither take anything away nor read its rows through. */
const harmlessChanges = new Set([
  'AT_AttachPartition',
  'AT_ValidateConstraint',
  'AT_DropNotNull',
  'AT_SetStatistics',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_SetCompression',
]);

/** Judges by the shape alone; `isNew` tells tables that the same file makes, which no running code knows. */
export function judgeStatement(node: Node, isNew: (table: string) => boolean): Objection[] {
  const [kind, statement] = Object.entries(node)[0]! as [string, Record<string, unknown>];
  if (adding.has(kind)) return [];
  if ('IndexStmt' in node) return isNew(node.IndexStmt.relation!.relname!) ? [] : judgeIndex(node.IndexStmt);
  if ('AlterTableStmt' in node) {
    if (isNew(node.AlterTableStmt.relation!.relname!)) return [];
    return node.AlterTableStmt.cmds!.flatMap((each) =>
      'AlterTableCmd' in each ? judgeChange(each.AlterTableCmd) : [],
    );
  }
  if ('UpdateStmt' in node || 'DeleteStmt' in node) {
    const { relation } = 'UpdateStmt' in node ? node.UpdateStmt : node.DeleteStmt;
    if (isNew(relation!.relname!)) return [];
    return [locks('writes rows in one long transaction; leave it to a job, in batches')];
  }
  if ('CreateFunctionStmt' in node || 'ViewStmt' in node)
    return statement.replace ? [breaks('replaces what running code calls; make a new one beside it')] : [];
  if ('AlterEnumStmt' in node) return statement.oldVal ? [breaks('renames a value')] : [];
  return [breaks(refusals[kind] ?? `is a ${kind}, which is not known to only add`)];
}

const refusals: Record<string, string> = {
  DropStmt: 'drops what running code may use',
  RenameStmt: 'renames what running code may use; add the new name beside the old one',
  TruncateStmt: 'empties a table that running code may use',
  DoStmt: 'is a DO block, into which nobody can look',
};

function judgeIndex({ concurrent, relation, unique, if_not_exists: ifNotExists }: IndexStmt): Objection[] {
  const found: Objection[] = [];
  if (unique) found.push(breaks('refuses rows that running code may write'));
  // ON ONLY, for a partitioned parent: nothing is built until partitions are attached.
  if (!concurrent && relation!.inh)
    found.push(
      locks('builds an index while nobody can write; CREATE INDEX CONCURRENTLY, of a partitioned table ON ONLY'),
    );
  if (concurrent && !ifNotExists)
    found.push(breaks('cannot be tried again when it fails; say IF NOT EXISTS, in a file that begins with -- no-transaction'));
  return found;
}

function judgeChange({ subtype, name, def }: AlterTableCmd): Objection[] {
  if (harmlessChanges.has(subtype!)) return [];
  switch (subtype) {
    case 'AT_AddColumn':
      return def && 'ColumnDef' in def ? judgeColumn(def.ColumnDef) : [];
    case 'AT_ColumnDefault':
      return def ? [] : [breaks(`takes the default of ${name} away`)];
    case 'AT_AddConstraint': {
      const constraint = def && 'Constraint' in def ? def.Constraint : {};
      return constraint.skip_validation || constraint.indexname
        ? []
        : [locks('reads every row with the table locked; add it NOT VALID, and VALIDATE it in a later file')];
    }
    case 'AT_DropColumn':
      return [breaks(`drops column ${name}`)];
    case 'AT_DropConstraint':
      return [breaks(`drops constraint ${name}`)];
    case 'AT_AlterColumnType':
      return [breaks(`changes the type of ${name}; add a column beside it`)];
    case 'AT_SetNotNull':
      return [breaks(`refuses rows without ${name}, which running code may write`)];
    default:
      return [breaks(`changes a table by ${subtype}, which is not known to only add`)];
  }
}

function judgeColumn({ colname, constraints = [] }: ColumnDef): Objection[] {
  const given = constraints.flatMap((each) => ('Constraint' in each ? [each.Constraint] : []));
  const byDefault = given.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  return given.flatMap(({ contype }) => {
    switch (contype) {
      case 'CONSTR_NULL':
        return [];
      case 'CONSTR_NOTNULL':
        return byDefault ? [] : [breaks(`adds ${colname} NOT NULL without a DEFAULT, so running code cannot insert`)];
      case 'CONSTR_DEFAULT':
        return isStable(byDefault!) ? [] : [locks(`works out a default of ${colname} for every row`)];
      case 'CONSTR_GENERATED':
      case 'CONSTR_IDENTITY':
        return [locks(`works out ${colname} for every row`)];
      default:
        return [locks(`adds ${colname} with a constraint; add that NOT VALID`)];
    }
  });
}

const stableFunctions = new Set(['now', 'pg_current_xact_id']);

/** Whether PostgreSQL keeps a default beside the table instead of writing it into every row. */
function isStable(expression: Node): boolean {
  if ('TypeCast' in expression) return isStable(expression.TypeCast.arg!);
  if ('SQLValueFunction' in expression || 'A_Const' in expression || 'A_ArrayExpr' in expression) return true;
  if (!('FuncCall' in expression)) return false;
  const last = expression.FuncCall.funcname!.at(-1)!;
  return 'String' in last && stableFunctions.has(last.String.sval!);
}

const breaks = (why: string): Objection => ({ kind: 'breaks', why });
const locks = (why: string): Objection => ({ kind: 'locks', why });
