import { describeIssue } from '@aloha-pi/contracts'
import {
  settingsSchema,
  worldNameSchema,
  worldPrefix,
  type Autopilot,
} from '@aloha-pi/contracts/control'
import * as z from 'zod'
import { PI_DOMAINS } from '../http/pi-hosts.ts'
import { readMockUrl, type MockAddress } from '../redirect/mock-url.ts'
import { createAskMock, type AskMock } from './ask-mock.ts'
import type { PlaywrightContext, PlaywrightPage, PlaywrightSocket } from './playwright-types.ts'
import { createRouteHandler } from './route-handler.ts'

export type { PlaywrightContext, PlaywrightPage } from './playwright-types.ts'

/** How the user answers. Without a user, dialogs in the page ask. */
export type UsePiOptions = {
  /** Username of a user of the mock. */
  user?: string | undefined
  /** Default: `pay`. `pay-silently`: the wallet pays, and the page does not learn of it. */
  payment?: Autopilot['payment'] | undefined
  /** Default: `allow`. */
  consent?: Autopilot['consent'] | undefined
  /** How long the user takes for each answer, in ms of the mock's clock. Default: 0. */
  delayMs?: number | undefined
  /** The world of the mock. Default: the one that its URL names, else the default one. */
  world?: string | undefined
}

/**
 * Arguments of Chromium with which no name of Pi's is looked up: for what Playwright cannot route, such as a redirect
 * from another host and a service worker.
 */
export const noPiHosts: readonly string[] = [
  `--host-resolver-rules=${PI_DOMAINS.flatMap((domain) => [domain, `*.${domain}`])
    .map((name) => `MAP ${name} ~NOTFOUND`)
    .join(',')}`,
]

const PI_URL = new RegExp(
  `^(https?|wss?)://([^/?#@]*@)?([^/?#@:]+\\.)?(${PI_DOMAINS.join('|').replaceAll('.', '\\.')})\\.?(:\\d*)?([/?#]|$)`,
  'i',
)
const { user, payment, consent, delay_ms: delayMs } = settingsSchema.shape.wallet.unwrap().shape
const optionsSchema = z.strictObject({
  user,
  payment: payment.default('pay'),
  consent: consent.default('allow'),
  delayMs: delayMs.default(0),
})
const PREFIX_AT_END = /\/w\/([^/]*)\/?$/
const refusalSchema = z.object({ error: z.literal('world_not_found'), error_message: z.string() })
const usersSchema = z.object({ users: z.array(z.object({ username: z.string() })) })

/**
 * Sends what a page, or every page of a context, asks of Pi's hosts to the mock, which refuses those that it does not
 * serve. Call it before the page loads Pi's script. Returns the undo function; a later call wins over an earlier one.
 */
export async function usePi(
  target: PlaywrightPage | PlaywrightContext,
  mock: { url: string },
  { world: chosen, ...options }: UsePiOptions = {},
): Promise<() => Promise<void>> {
  const { address, world } = readWorldUrl(mock.url, chosen)
  const autopilot = readAutopilot(options)
  const undoing = new AbortController()
  const ask = createAskMock({ ...address, world }, undoing.signal)
  await checkUser(ask, address, autopilot)

  const url = `${address.url}${world === undefined ? '' : worldPrefix(world)}`
  const handler = createRouteHandler({ ask, url, autopilot })
  // The context as well: a popup belongs to no page yet when its first request is made.
  const targets = 'context' in target ? [target, target.context()] : [target]
  const open = new Set<PlaywrightContext>(targets)
  for (const each of targets) {
    each.once('close', () => open.delete(each))
    await each.route(PI_URL, handler)
    await each.routeWebSocket?.(PI_URL, (socket) => refuseSocket(socket, undoing.signal))
  }
  return async () => {
    undoing.abort()
    for (const each of open) await each.unroute(PI_URL, handler)
  }
}

/** The address of the mock, and the world that its URL or the option names. */
function readWorldUrl(
  text: string,
  chosen: string | undefined,
): { address: MockAddress; world: string | undefined } {
  const [prefix = '', inUrl] = PREFIX_AT_END.exec(text) ?? []
  const read = readMockUrl(prefix === '' ? text : text.slice(0, -prefix.length))
  if (!read.ok) throw new Error(`usePi: the url of the mock ${read.rule}`)
  const parsed = worldNameSchema.optional().safeParse(chosen ?? inUrl)
  if (!parsed.success) {
    throw new TypeError(`usePi: world ${describeIssue(parsed.error, 'world').rule}`)
  }
  const { data: world } = parsed
  if (inUrl === undefined || inUrl === world) return { address: read.address, world }
  throw new TypeError(
    `usePi: world is ${world}, but the url of the mock names the world ${inUrl}: give only one of them`,
  )
}

function readAutopilot(options: Omit<UsePiOptions, 'world'>): Autopilot | undefined {
  if (Object.values(options).every((value) => value == null)) return undefined
  const parsed = optionsSchema.safeParse(options)
  if (!parsed.success) {
    const { field, rule } = describeIssue(parsed.error, 'options')
    throw new TypeError(`usePi: ${field} ${rule}`)
  }
  const { delayMs: delay, ...choices } = parsed.data
  return { ...choices, delay_ms: delay }
}

async function checkUser(
  ask: AskMock,
  { url }: MockAddress,
  autopilot: Autopilot | undefined,
): Promise<void> {
  const { host } = new URL(url)
  const response = await ask({ method: 'GET', path: '/_mock/users', headers: { host } }).catch(
    (cause: unknown) => {
      throw new Error(`usePi: the mock at ${url} does not respond`, { cause })
    },
  )
  const read = response.status === 200 ? usersSchema.safeParse(parse(response.body)) : undefined
  const refused = refusalSchema.safeParse(parse(response.body))
  if (refused.success) throw new Error(`usePi: ${refused.data.error_message}`)
  if (read?.success !== true) throw new Error(`usePi: ${url} is not the URL of a mock`)
  const names = read.data.users.map(({ username }) => username)
  if (autopilot == null || names.includes(autopilot.user)) return
  throw new Error(
    `usePi: user must be a user of the mock (${names.join(', ')}), not ${JSON.stringify(autopilot.user)}`,
  )
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

/** Playwright cannot undo the routing of WebSockets. */
async function refuseSocket(socket: PlaywrightSocket, undone: AbortSignal) {
  if (undone.aborted) return void socket.connectToServer()
  await socket.close({ code: 1008, reason: 'The mock Pi serves no WebSocket' })
}
