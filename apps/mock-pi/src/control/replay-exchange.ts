import { WORLD_HEADER, type JournalEntry } from '@aloha-pi/contracts/control'
import type { PiApp } from '../apps/app-store.ts'
import { namedHeaders, REPLAY_HEADER } from '../journal/describe-exchange.ts'
import type { Exchange } from '../journal/exchange.ts'
import { bytesOf } from '../journal/kept-body.ts'
import { signIn } from '../users/sign-in.ts'
import type { World } from '../world/world.ts'
import { controlRefusal } from './control-refusal.ts'
import { unknownApp } from './find-actors.ts'
import { entryOf } from './read-journal.ts'

/** Where this mock listens, as one of its own connections shows it. */
type OwnAddress = { address: string; port: number }

export type Replayed =
  | { ok: true; entry: JournalEntry }
  | {
      ok: false
      refusal: ReturnType<
        typeof controlRefusal<'entry_not_found' | 'app_not_found' | 'not_replayable'>
      >
    }

const TIMEOUT_MS = 30_000
/** Of one connection only, or computed for the body that is sent. */
const NOT_REPEATED = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  WORLD_HEADER,
  REPLAY_HEADER,
])

/** Sends the request of an entry to this mock again, with credentials of now. */
export async function replayExchange(
  world: World,
  id: number,
  { appId, own }: { appId: string | undefined; own: OwnAddress },
): Promise<Replayed> {
  const exchange = world.journal.find(id)
  if (exchange == null)
    return { ok: false, refusal: controlRefusal('entry_not_found', { id: String(id) }) }
  if (exchange.sent?.isCut === true) {
    return notReplayable(id, 'its body is too large, and only the beginning was kept')
  }
  const app = appId == null ? undefined : world.apps.find(appId)
  if (appId != null && app == null) return { ok: false, refusal: unknownApp(appId) }
  const authorization = authorize(world, exchange, app)
  if (!authorization.ok) return notReplayable(id, authorization.reason)
  const headers = repeatedHeaders(world, exchange, authorization.header)
  await send(exchange, headers, own)
  const { found } = world.journal.select(
    (each) => namedHeaders(each.headers)[REPLAY_HEADER] === String(id),
    1,
  )
  const [sent] = found
  return sent == null
    ? notReplayable(id, 'it was sent, but the journal does not keep it: see the setting journal')
    : { ok: true, entry: entryOf(world, sent) }
}

type Authorization = { ok: true; header: string | null } | { ok: false; reason: string }

/** The present key of the app, or a new token of the user; a stored one does not exist. */
function authorize(
  world: World,
  { credential, caller }: Exchange,
  chosen: PiApp | undefined,
): Authorization {
  if (credential === 'none') return { ok: true, header: null }
  const app = chosen ?? (caller == null ? undefined : world.apps.find(caller.appId))
  if (credential === 'key') {
    return app == null
      ? { ok: false, reason: 'its key belonged to no app: name one with app_id' }
      : { ok: true, header: `Key ${app.apiKey}` }
  }
  const user = caller?.username == null ? undefined : world.users.find(caller.username)
  if (credential === 'bearer' && app != null && user != null) {
    const grant = user.grants.get(app.id)
    if (grant == null) return { ok: false, reason: 'its user has revoked the access of the app' }
    // Only what the token allowed, and the user still does.
    const scopes = [...grant.scopes].filter((scope) => caller?.scopes.includes(scope))
    return { ok: true, header: `Bearer ${signIn(world, { app, user }, scopes).token}` }
  }
  return { ok: false, reason: 'its Authorization header named no app and no user of this mock' }
}

function repeatedHeaders(
  world: World,
  { id, headers }: Exchange,
  authorization: string | null,
): string[] {
  const repeated: string[] = []
  for (let place = 0; place + 1 < headers.length; place += 2) {
    const [name = '', value = ''] = headers.slice(place, place + 2)
    if (!NOT_REPEATED.has(name.toLowerCase())) repeated.push(name, value)
  }
  if (authorization != null) repeated.push('Authorization', authorization)
  return [...repeated, WORLD_HEADER, world.name, REPLAY_HEADER, String(id), 'Connection', 'close']
}

/** Resolves when the response is complete or the connection has failed: the journal has the result of either. */
function send(exchange: Exchange, headers: string[], own: OwnAddress): Promise<void> {
  // Not by an import statement: that one would load the WebSocket client of node:http as well.
  const { request } = process.getBuiltinModule('node:http')
  const body = exchange.sent == null ? null : bytesOf(exchange.sent)
  if (body != null) headers.push('Content-Length', String(body.length))
  return new Promise((resolve) => {
    const req = request(
      {
        host: own.address,
        port: own.port,
        method: exchange.method,
        path: exchange.url,
        headers,
        setHost: false,
        timeout: TIMEOUT_MS,
        agent: false,
      },
      (res) => {
        res.resume()
        res.on('close', () => resolve())
      },
    )
    req.on('timeout', () => req.destroy())
    req.on('close', () => resolve())
    // A fault of the mock may cut the connection: the entry of the new request shows it.
    req.on('error', () => resolve())
    req.end(body)
  })
}

function notReplayable(id: number, reason: string): Replayed {
  return { ok: false, refusal: controlRefusal('not_replayable', { id: String(id), reason }) }
}
