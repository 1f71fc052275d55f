import { chainContract } from '@aloha-pi/contracts/chain'
import { controlContract } from '@aloha-pi/contracts/control'
import { platformContract } from '@aloha-pi/contracts/platform'
import { realTimer } from '../../src/clock/real-timer.ts'
import { createWaitingRoom } from '../../src/clock/waiting-room.ts'
import { createControlRoutes } from '../../src/control/control-routes.ts'
import { createHorizonRoutes } from '../../src/horizon/horizon-routes.ts'
import { createStreamPlaces } from '../../src/horizon/stream-places.ts'
import { authenticate } from '../../src/platform/authenticate.ts'
import { createPaymentRoutes } from '../../src/platform/payment-routes.ts'
import { createSdkRoutes } from '../../src/platform/sdk-routes.ts'
import { DEFAULT_SETTINGS } from '../../src/world/default-settings.ts'
import { DEFAULT_LIMITS } from '../../src/world/limits.ts'
import type { World } from '../../src/world/world.ts'
import { createWorldBook, type WorldBook } from '../../src/worlds/world-book.ts'
import { START, type MockResponse, type Call, type MockPort } from './mock-port.ts'

const URL = 'http://127.0.0.1:3141'

type Handler = (input: object) => Promise<MockResponse>
type Send = (call: Call) => Promise<MockResponse>

/** Alters a world that has just begun, and perhaps sits between it and its callers. */
export type Alteration = (
  world: World,
) => ((call: Call, send: Send) => Promise<MockResponse>) | void

/**
 * A world and the handlers of its routes without a server: authentication is the mock's own, validation of
 * requests and responses is left out.
 */
export function startInProcess(seed: string, alter: Alteration = () => {}): MockPort {
  let time = START
  let ids = 0
  const start = {
    seed,
    now: () => time,
    randomId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
    settings: DEFAULT_SETTINGS,
    network: 'Pi Testnet' as const,
    limits: DEFAULT_LIMITS,
  }
  const worlds = createWorldBook(start, 1)
  const { world } = worlds.first()
  const handlers = handlersOf(world, worlds)
  const serveCall: Send = async (call) => {
    const handle = handlers.get(call.route)
    if (handle == null) throw new Error(`No handler for ${call.route.method} ${call.route.path}`)
    return serve(world, handle, call)
  }
  let between = alter(world)
  return {
    url: URL,
    world,
    setTime: (ms) => (time = ms),
    async send(call) {
      const response = await (between == null ? serveCall(call) : between(call, serveCall))
      if (call.route === controlContract.reset) between = alter(world)
      return response
    },
  }
}

function handlersOf(world: World, worlds: WorldBook): Map<unknown, Handler> {
  const style = () => ({ spelling: world.settings.spelling, url: URL })
  const room = createWaitingRoom(() => world.limits.waiting, realTimer)
  const { closing } = worlds.first()
  const ports = { room, closing, countHeld: () => 0, worlds, urlOf: () => URL }
  const pairs: [object, object][] = [
    [platformContract.payments, createPaymentRoutes(world, style)],
    [platformContract.sdk, createSdkRoutes(world, style)],
    [controlContract, createControlRoutes(world, style, ports)],
    [
      chainContract,
      createHorizonRoutes({
        world,
        url: () => URL,
        streams: createStreamPlaces(world.limits.streams),
        reportFault(fault) {
          throw fault
        },
      }),
    ],
  ]
  return new Map(
    pairs.flatMap(([contract, routes]) =>
      // ts-rest types each handler by its route; a call names its route, so the two belong together.
      Object.entries(contract).map(([name, route]) => [
        route,
        Reflect.get(routes, name) as Handler,
      ]),
    ),
  )
}

async function serve(world: World, handle: Handler, call: Call): Promise<MockResponse> {
  const refused: { status?: number; body?: unknown } = {}
  const res = {
    locals: {},
    setHeader() {},
    status: (status: number) => (refused.status = status),
    json: (body: unknown) => (refused.body = body),
    end() {},
    // Who submits a transaction goes away at once, so that no one waits for a ledger.
    on: (_event: string, listener: () => void) => queueMicrotask(listener),
  }
  const headers = { authorization: authorizationOf(call) }
  const req = { tsRestRoute: call.route, headers, accepts: () => 'application/hal+json' }
  let isAdmitted = false
  // The parts of a request and a response that the mock's authentication touches.
  authenticate(world)(req as never, res as never, () => (isAdmitted = true))
  if (!isAdmitted) return { status: refused.status ?? 0, body: refused.body }
  const { params = {}, query = {}, body = call.form } = call
  return handle({ params, query, headers, body: overTheWire(body), req, res })
}

function authorizationOf({ key, token }: Call): string | undefined {
  if (key != null) return `Key ${key}`
  return token == null ? undefined : `Bearer ${token}`
}

/** JSON there and back, so that nothing is shared but what is sent. */
function overTheWire(body: unknown): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body))
}
