import { acceptPayout, type PayoutRequest } from '../../src/a2u/accept-payout.ts'
import { cancelPayout } from '../../src/a2u/cancel-payout.ts'
import { isFinal, type Payout } from '../../src/payouts/model/payout.ts'
import type { PayoutCaps } from '../../src/payouts/model/settings.ts'
import type { WaitForFinal } from '../../src/a2u/wait-for-final.ts'
import type { ClientResponse } from '../check/facts.ts'
import { requestOfPayout } from '../model/claims.ts'
import type { ProcessPorts } from './faulty-ports.ts'
import type { SimProcess } from '../kernel/process.ts'
import type { Random } from '../../testkit/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'

/** A running proxy as its callers meet it. */
export type RunningProxy = {
  process: SimProcess
  ports: ProcessPorts
  wake: () => void
  waitForFinal: WaitForFinal
}

/** No history reaches them. */
export const clientCaps: PayoutCaps = {
  perPayout: 10n ** 12n,
  perClientDay: 10n ** 14n,
  globalDay: 10n ** 15n,
  openPerClient: 1_000,
}

export type Clients = {
  /** Keeps asking, any proxy, until it gets a final state. */
  ask(request: PayoutRequest): void
  cancel(request: PayoutRequest): void
  responses(): readonly ClientResponse[]
  /** Payouts that a client wanted cancelled. */
  cancels(): ReadonlySet<string>
  /** Hashes of requests whose clients have not got a final state. */
  waiting(): readonly string[]
}

/** Callers of the API: they repeat, race and cancel, and give up on a proxy that does not respond. */
export function createClients(options: {
  scheduler: Scheduler
  random: Random
  proxies: () => readonly RunningProxy[]
  isOver: () => boolean
  /** The id that a client has now: made again after a loss it may be another one. */
  clientIdOf: (clientId: string) => string
}): Clients {
  const { scheduler, random, proxies, isOver, clientIdOf } = options
  const responses: ClientResponse[] = []
  const cancels = new Set<string>()
  const waiting: string[] = []

  const someProxy = (): RunningProxy | undefined => {
    const [first, ...others] = proxies()
    return first && random.pick([first, ...others])
  }
  const keepFinal = (payout: Payout) => {
    const { id, state, updatedAt } = payout
    const response = { payoutId: id, request: requestOfPayout(payout), state }
    if (isFinal(state)) responses.push({ ...response, decidedAt: updatedAt.getTime() })
    return isFinal(state)
  }

  /** One attempt; the client hangs up after a while. */
  const attempt = (request: PayoutRequest, again: () => void) => {
    const proxy = someProxy()
    let isDone = false
    const finish = (payout: Payout | undefined) => {
      if (isDone) return
      isDone = true
      if (payout != null && keepFinal(payout))
        waiting.splice(waiting.indexOf(request.requestHash), 1)
      else scheduler.quietlyAfter(random.between(2_000, 20_000), again)
    }
    if (proxy == null) return finish(undefined)
    scheduler.quietlyAfter(40_000, () => finish(undefined))
    post(proxy, request).then(finish, () => finish(undefined))
  }

  const settings = {
    waitMs: 20_000,
    windowMs: 600_000,
    caps: clientCaps,
    isKeyRequired: false,
    isOpen: true,
  }
  const post = async (proxy: RunningProxy, asked: PayoutRequest): Promise<Payout | undefined> => {
    const request = { ...asked, clientId: clientIdOf(asked.clientId) }
    const result = await acceptPayout({ ...useCasePorts(proxy), settings }, request)
    return result.ok ? result.payout : undefined
  }

  return {
    ask(request) {
      waiting.push(request.requestHash)
      const again = () => attempt(request, again)
      again()
    },
    cancel(request) {
      const proxy = someProxy()
      if (proxy == null || isOver()) return
      const { clientId, keyId, requestId } = request
      const task = async () => {
        const payout = await post(proxy, request)
        if (payout == null) return
        cancels.add(payout.id)
        const wish = { id: payout.id, clientId: clientIdOf(clientId), keyId, requestId }
        const result = await cancelPayout({ ...useCasePorts(proxy), waitMs: 20_000 }, wish)
        if ('payout' in result) keepFinal(result.payout)
      }
      task().catch(() => undefined)
    },
    responses: () => responses,
    cancels: () => cancels,
    waiting: () => waiting,
  }
}

function useCasePorts({ ports, wake, waitForFinal }: RunningProxy) {
  return { store: ports.store, wake, waitForFinal }
}
