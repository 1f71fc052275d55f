import { differences } from '../model/match.ts'
import type { ControlStep, TimelineStep } from '../model/case.ts'
import { fill, fillString } from '../model/template.ts'
import { jsonOf, type WireRequest } from '../http/wire.ts'
import { filled, save, type CaseRun } from './case-run.ts'
import { record } from './run-call.ts'

/** Asks the control API; it takes JSON and no credential. */
export async function askControl(run: CaseRun, method: string, path: string, body?: unknown) {
  const request: WireRequest = {
    method,
    origin: run.session.controlOrigin ?? '',
    path: `/_mock${path}`,
    headers: [
      ['user-agent', 'aloha-pi-conformance'],
      ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
    ],
    body: body === undefined ? undefined : JSON.stringify(body),
  }
  const exchange = await record(run, 'control API', request)
  learnSecrets(run, jsonOf(exchange.response ?? { text: '' }))
  return exchange
}

/** A set-up that the control API refuses is a problem of the case: nothing was shown of the target. */
export async function runControl(run: CaseRun, step: ControlStep): Promise<void> {
  const [method = '', path = ''] = fillString(step.control, run.values).split(' ')
  const body = method === 'GET' ? undefined : (fill(step.body ?? {}, run.values) ?? {})
  const exchange = await askControl(run, method, path, body)
  const { response, problems } = exchange
  if (response == null) return
  const { status } = step
  const isFine = status == null ? response.status < 300 : response.status === status
  if (!isFine) problems.push(`the control API returned ${response.status}, not ${status ?? '2xx'}`)
  const json = jsonOf(response)
  if (step.expectBody !== undefined) {
    problems.push(...differences(fill(step.expectBody, run.values), json))
  }
  if (problems.length === 0) problems.push(...save(run, step.save, json))
}

/** Newest first: what a case began is among them. */
const PAGE = 200

/** Counts the events of a payment where the mock itself noted them. */
export async function runTimeline(run: CaseRun, step: TimelineStep): Promise<void> {
  const id = filled(run, step.timeline)
  const { response, problems } = await askControl(run, 'GET', `/payments?limit=${PAGE}`)
  if (response == null) return
  const events = timelineOf(jsonOf(response), id)
  if (events == null) {
    problems.push(`the control API has no payment ${id} among its newest ${PAGE}`)
    return
  }
  for (const [event, wanted] of Object.entries(step.events)) {
    const count = events.filter((each) => each === event).length
    if (count !== wanted) {
      problems.push(`payment ${id} was ${event} ${count} times at the mock, not ${wanted}`)
    }
  }
}

type Listed = { payments?: { payment?: { identifier?: string }; timeline?: { event: string }[] }[] }

function timelineOf(json: unknown, id: string): string[] | undefined {
  // The mock's own response; what is missing in it is found missing here.
  const { payments = [] } = (json ?? {}) as Listed
  const found = payments.find(({ payment }) => payment?.identifier === id)
  return found?.timeline?.map(({ event }) => event)
}

const secretFields: Record<string, { label: string; shell: string }> = {
  api_key: { label: 'API key of an app', shell: '$APP_API_KEY' },
  access_token: { label: 'access token', shell: '$ACCESS_TOKEN' },
  wallet_seed: { label: 'wallet seed', shell: '$WALLET_SEED' },
}

/** Keys, tokens and seeds that the control API returns: they work only on a mock, and are masked all the same. */
function learnSecrets({ session }: Pick<CaseRun, 'session'>, json: unknown): void {
  if (typeof json !== 'object' || json == null) return
  for (const [field, value] of Object.entries(json)) {
    const secret = Object.hasOwn(secretFields, field) ? secretFields[field] : undefined
    if (secret != null && typeof value === 'string') session.secrets.add({ value, ...secret })
    else learnSecrets({ session }, value)
  }
}
