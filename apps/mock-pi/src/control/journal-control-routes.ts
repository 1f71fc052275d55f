import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { waitInRequest, type WaitPorts } from '../http/wait-in-request.ts'
import { createStreamPlaces } from '../horizon/stream-places.ts'
import type { PaymentStyleOf } from '../platform/payment-wire.ts'
import type { World } from '../world/world.ts'
import { sendEvents } from './send-events.ts'
import { controlRefusal } from './control-refusal.ts'
import { readJournal, waitForExchanges } from './read-journal.ts'
import { replayExchange } from './replay-exchange.ts'

const s = initServer()

/** What the mock was asked, and what happens in it. */
export function createJournalControlRoutes(world: World, style: PaymentStyleOf, ports: WaitPorts) {
  const places = createStreamPlaces(world.limits.eventStreams)
  return {
    journal: s.route(controlContract.journal, async ({ query }) => ({
      status: 200,
      body: readJournal(world, query),
    })),
    waitForRequests: s.route(controlContract.waitForRequests, async ({ query, res }) => {
      const { found, ...wait } = waitForExchanges(world, query)
      const end = await waitInRequest({ world, ...ports }, res, wait)
      if (end !== 'full') return { status: 200, body: found() }
      const limit = String(world.limits.waiting)
      return refuse(res, controlRefusal('too_many_waiting', { limit }))
    }),
    clearJournal: s.route(controlContract.clearJournal, async () => ({
      status: 200,
      body: { cleared: world.journal.clear() },
    })),
    replayRequest: s.route(controlContract.replayRequest, async ({ params, body, req, res }) => {
      const { localAddress: address = '127.0.0.1', localPort: port = 0 } = req.socket
      const replayed = await replayExchange(world, Number(params.entry_id), {
        appId: body.app_id,
        own: { address, port },
      })
      return replayed.ok ? { status: 200, body: replayed.entry } : refuse(res, replayed.refusal)
    }),
    events: s.route(controlContract.events, async ({ query, req, res }) => {
      const leave = places.take()
      if (leave == null) {
        const limit = String(places.max)
        return refuse(res, controlRefusal('too_many_streams', { limit }))
      }
      const events = sendEvents(
        world,
        { req, res, kinds: query.kinds },
        {
          style,
          closing: ports.closing,
          leave,
        },
      )
      // ts-rest pipes a stream, and its types know bodies of the contract only.
      return { status: 200, body: events as never }
    }),
  }
}
