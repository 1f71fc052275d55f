import { contradictions, joined } from '../check/payment-history.ts'
import { paymentsIn } from '../check/payments-in.ts'
import { responseProblems } from '../check/check-response.ts'
import type { CallStep, Expect, RaceStep, UntilStep } from '../model/case.ts'
import { fill } from '../model/template.ts'
import { jsonOf, NoResponseError, type WireResponse, type WireRequest } from '../http/wire.ts'
import { buildCall, type BuiltCall } from './build-request.ts'
import { save, type CaseRun } from './case-run.ts'
import type { Exchange } from './exchange.ts'

/** Sends one call and judges its response. */
export async function runCall(run: CaseRun, step: CallStep): Promise<void> {
  const call = buildCall(run, step)
  const exchange = await sendCall(run, step, call)
  const { response } = exchange
  if (response == null) return
  const json = jsonOf(response)
  exchange.problems.push(
    ...judge(run, step.expect, call, response),
    ...sightProblems(run, response, 'replace'),
  )
  if (exchange.problems.length === 0) exchange.problems.push(...save(run, step.save, json))
}

const SHORTEST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 500

/** Asks again, less and less often, while the response is not as expected; the last one counts. */
export async function runUntil(run: CaseRun, { until, withinMs }: UntilStep): Promise<void> {
  const { clock } = run.session
  const end = clock.now() + withinMs
  await runCall(run, until)
  let pause = SHORTEST_PAUSE_MS
  while (run.exchanges.at(-1)?.problems.length !== 0 && clock.now() < end) {
    run.exchanges.pop()
    await clock.sleep(pause)
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS)
    await runCall(run, until)
  }
}

/** Sends all calls at once; every response must be one of the outcomes. */
export async function runRace(run: CaseRun, { race, times, outcomes }: RaceStep): Promise<void> {
  const steps = Array.from({ length: times }, () => race).flat()
  const calls = steps.map((step) => ({ step, call: buildCall(run, step) }))
  const exchanges = await Promise.all(
    calls.map(async ({ step, call }) => ({ call, exchange: await sendCall(run, step, call) })),
  )
  const counts = outcomes.map(() => 0)
  for (const { call, exchange } of exchanges) {
    const { response } = exchange
    if (response == null) continue
    const verdicts = outcomes.map(({ expect }) => judge(run, expect, call, response))
    const place = verdicts.findIndex((problems) => problems.length === 0)
    if (place === -1) exchange.problems.push(...(verdicts.toSorted(byLength)[0] ?? []))
    else counts[place] = (counts[place] ?? 0) + 1
    exchange.problems.push(...sightProblems(run, response, 'join'))
  }
  run.problems.push(...countProblems(outcomes, counts, steps.length))
}

const byLength = (a: readonly unknown[], b: readonly unknown[]) => a.length - b.length

function countProblems(outcomes: RaceStep['outcomes'], counts: readonly number[], total: number) {
  return outcomes.flatMap(({ expect, atLeast = 0, atMost = total }, place) => {
    const count = counts[place] ?? 0
    if (count >= atLeast && count <= atMost) return []
    const wanted = atLeast === atMost ? `${atLeast}` : `${atLeast} to ${atMost}`
    return [`of ${total} calls at once ${count} got ${describe(expect)}, not ${wanted}`]
  })
}

function describe({ status, code, fixture }: Expect): string {
  return [
    status ?? [fixture ?? 'that'].flat().join('/'),
    ...(code == null ? [] : [code.join('/')]),
  ].join(' ')
}

const places = { pi: (to: string) => `${to} at Pi`, chain: () => 'blockchain' }

async function sendCall(run: CaseRun, { call: to, at }: CallStep, call: BuiltCall) {
  return record(run, at == null ? to : places[at](to), call.request)
}

/** Sends and keeps what came; no response is a problem of the exchange. */
export async function record(run: CaseRun, to: string, request: WireRequest): Promise<Exchange> {
  const exchange: Exchange = { to, request, response: undefined, noAnswer: undefined, problems: [] }
  run.exchanges.push(exchange)
  try {
    exchange.response = await run.session.send(request)
  } catch (error) {
    if (!(error instanceof NoResponseError)) throw error
    exchange.noAnswer = error.message
    exchange.problems.push(`no response: ${error.message}`)
  }
  return exchange
}

function judge(run: CaseRun, expect: Expect, call: BuiltCall, response: WireResponse): string[] {
  const { api, operation, paymentId } = call
  // Only its values are filled: the form stays that of an expectation.
  const wanted = fill(expect, run.values) as Expect
  return [
    ...responseProblems({ api, operation, paymentId, expect: wanted, response }),
    ...sameBodyProblems(run, wanted, response),
    ...leakProblems(run, response),
  ]
}

function sameBodyProblems(run: CaseRun, { sameAs }: Expect, { text }: WireResponse): string[] {
  if (sameAs == null) return []
  const body = text.replace(/("request_id"\s*:\s*)"[^"]*"/, '$1"…"')
  const first = run.bodies.get(sameAs) ?? body
  run.bodies.set(sameAs, first)
  return first === body ? [] : ['the body is not the same as before']
}

/** The credential of a caller has no place in a response. */
function leakProblems({ session, values }: CaseRun, { text, headers }: WireResponse): string[] {
  const keys = [values.get('apiKey'), values.get('accessToken')].filter(
    (each): each is string => typeof each === 'string' && each.length >= 8,
  )
  const all = [text, ...headers.map(([, value]) => value)]
  const isLeak = keys.some((key) => all.some((each) => each.includes(key)))
  return isLeak && session.secrets.isIn(all.join('\n'))
    ? ['the response contains the credential']
    : []
}

/** Compares the payments of a response with what was seen of them before. */
function sightProblems(run: CaseRun, response: WireResponse, how: 'replace' | 'join'): string[] {
  return paymentsIn(jsonOf(response)).flatMap((payment) => {
    const before = run.seen.get(payment.identifier)
    const isJoin = how === 'join' && before != null
    run.seen.set(payment.identifier, isJoin ? joined(before, payment) : payment)
    if (before == null || isJoin) return []
    return contradictions(before, payment)
  })
}
