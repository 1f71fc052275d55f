import type { ConformanceCase } from './model/case.ts'
import { casesOf } from './cases/all-cases.ts'
import { commandLine } from './session/command-line-of.ts'
import type { CaseResult, Report } from './report/report.ts'
import { showExchange } from './report/show-exchange.ts'
import { hasFailed, type CaseRun } from './run/case-run.ts'
import { runCase, unmetNeed } from './run/run-case.ts'
import { CouldNotRunError } from './could-not-run-error.ts'
import { openSession } from './session/open-session.ts'
import { checkOptions, type CheckedOptions, type ConformanceOptions } from './session/options.ts'
import type { Session } from './run/session.ts'

/** Runs the contract tests against a live URL. Throws CouldNotRunError when they say nothing about it. */
export async function runConformance(options: ConformanceOptions): Promise<Report> {
  const opened = await openConformance(options)
  try {
    const results: CaseResult[] = []
    for (const each of opened.cases) {
      const result = await opened.run(each)
      results.push(result)
      options.onResult?.(result)
    }
    return opened.report(results)
  } finally {
    await opened.close()
  }
}

/** A run whose cases are started one by one, as a test runner does. */
export type OpenConformance = {
  cases: readonly ConformanceCase[]
  run(each: ConformanceCase): Promise<CaseResult>
  report(results: readonly CaseResult[]): Report
  close(): Promise<void>
}

export async function openConformance(options: ConformanceOptions): Promise<OpenConformance> {
  const checked = checkOptions(options)
  const cases = chosenCases(checked)
  const { session, close } = await openSession(checked, options)
  const begin = session.clock.now()
  return {
    cases,
    run: (each) => judge(session, checked, each),
    report: (results) => summarise(session, checked, results, session.clock.now() - begin),
    close,
  }
}

type ChoosingOptions = Pick<ConformanceOptions, 'target' | 'only' | 'privateDetails'>

/** The cases of a target as it is set up, whose ids begin as `only` says. */
export function chosenCases({ target, only, privateDetails = false }: ChoosingOptions) {
  const other = privateDetails ? 'public' : 'private'
  const all = casesOf(target).filter(({ details }) => details !== other)
  if (only == null) return all
  const chosen = all.filter(({ id }) => only.some((prefix) => id.startsWith(prefix)))
  if (chosen.length > 0) return chosen
  throw new CouldNotRunError(`no case of ${target} begins with ${only.join(' or ')}: see --list`)
}

async function judge(
  session: Session,
  checked: CheckedOptions,
  each: ConformanceCase,
): Promise<CaseResult> {
  const { id, operation, title } = each
  const command = commandLine(checked, id)
  const reason = unmetNeed(session, each)
  if (reason != null) {
    const none = { milliseconds: 0, problems: [], exchanges: [] }
    return { id, operation, title, outcome: 'skipped', reason, command, ...none }
  }
  const begin = session.clock.now()
  const run = await runCase(session, each)
  const milliseconds = session.clock.now() - begin
  const found = hasFailed(run) ? findings(session, run) : { problems: [], exchanges: [] }
  const outcome = hasFailed(run) ? 'failed' : 'passed'
  return { id, operation, title, outcome, milliseconds, command, ...found }
}

function findings({ secrets }: Session, { problems, exchanges }: CaseRun) {
  return {
    problems: [...exchanges.flatMap((each) => each.problems), ...problems].map(secrets.mask),
    exchanges: exchanges.map((each) => showExchange(each, secrets)),
  }
}

function summarise(
  session: Session,
  checked: CheckedOptions,
  results: readonly CaseResult[],
  milliseconds: number,
): Report {
  const count = (wanted: CaseResult['outcome']) =>
    results.filter(({ outcome }) => outcome === wanted).length
  const { target, baseUrl, control, write, seed, runs } = checked
  return {
    target,
    baseUrl,
    control,
    write,
    seed,
    runs,
    results,
    milliseconds,
    command: commandLine(checked),
    counts: { passed: count('passed'), failed: count('failed'), skipped: count('skipped') },
    requests: session.requests(),
  }
}
