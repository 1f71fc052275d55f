import type { Payment } from '@aloha-pi/contracts/platform'
import { fillString, type Template, type Text, type Ref } from '../model/template.ts'
import type { Exchange } from './exchange.ts'
import type { Session } from './session.ts'

/** What one case has done and seen so far. */
export type CaseRun = {
  session: Session
  values: Map<string, unknown>
  /** The newest sight of each payment. */
  seen: Map<string, Payment>
  /** Bodies that other responses must equal. */
  bodies: Map<string, string>
  exchanges: Exchange[]
  /** What is wrong, and belongs to no single exchange. */
  problems: string[]
}

/** Begins a case: it knows what the session knows, and a name that nothing else uses. */
export function beginCase(session: Session): CaseRun {
  const values = new Map(session.values)
  values.set('unique', `conformance-${session.newId().replaceAll('-', '').slice(0, 12)}`)
  return { session, values, seen: new Map(), bodies: new Map(), exchanges: [], problems: [] }
}

export function hasFailed({
  exchanges,
  problems,
}: Pick<CaseRun, 'exchanges' | 'problems'>): boolean {
  return problems.length > 0 || exchanges.some((each) => each.problems.length > 0)
}

/** In `save`: the whole body. */
const WHOLE = '.'

/** Keeps parts of a response under their names; a part that is not there is a problem. */
export function save(
  run: CaseRun,
  parts: Readonly<Record<string, string>> | undefined,
  json: unknown,
): string[] {
  return Object.entries(parts ?? {}).flatMap(([name, path]) => {
    const value = path === WHOLE ? json : at(json, path.split('.'))
    if (value === undefined) return [`the body has no ${path}`]
    run.values.set(name, value)
    return []
  })
}

function at(json: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner != null && Object.hasOwn(inner, name)
        ? Reflect.get(inner, name)
        : undefined,
    json,
  )
}

export function filled(run: CaseRun, template: Template): string {
  // A template that stands for a string: its callers name ids and paths.
  return fillString(template as string | Ref | Text, run.values)
}
