import {
  respondWith,
  jsonOf,
  type Json,
  type Plant,
  type PlantResponse,
} from '../../../../../packages/conformance/test/broken/plant.ts'
import { isCommand, isRead, paymentPath } from './platform-requests.ts'

/** Servers that are behind, that do things twice, or that mix up what is going on at once. */
export const timeBugs: readonly Plant[] = [
  {
    name: 'a payment is read from a cache that nothing clears',
    kind: 'stateful',
    foundBy: 'payments.get/any-walk',
    create: () => {
      const cache = new Map<string, PlantResponse>()
      return async (request, forward) => {
        if (!isRead(request)) return forward()
        const cached = cache.get(request.path) ?? (await forward())
        cache.set(request.path, cached)
        return cached
      }
    },
  },
  {
    name: 'a read shows the payment as it was before the last write',
    kind: 'stateful',
    foundBy: 'payments.approve/when-created',
    create: () => {
      const before = new Map<string, PlantResponse>()
      return async (request, forward) => {
        const path = paymentPath(request)
        if (isRead(request)) return before.get(path) ?? forward()
        if (/\/(approve|complete|cancel)$/.test(request.path)) {
          before.set(path, await forward({ method: 'GET', path, body: '' }))
        }
        return forward()
      }
    },
  },
  {
    name: 'identical calls at once share one success',
    kind: 'stateful',
    foundBy: 'payments.approve/twenty-at-once',
    create: () => {
      const running = new Map<string, Promise<PlantResponse>>()
      return async (request, forward) => {
        if (request.method === 'GET') return forward()
        const key = `${request.path} ${request.body}`
        const responding = running.get(key) ?? forward()
        running.set(key, responding)
        // Until all that came together have got their responses.
        setTimeout(() => running.delete(key), 20)
        return responding
      }
    },
  },
  {
    name: 'of cancellations at once two succeed',
    kind: 'stateful',
    foundBy: 'payments.cancel/twenty-at-once',
    create: () => {
      const done = new Map<string, PlantResponse>()
      return async (request, forward) => {
        const came = await forward()
        if (!isCommand(request, 'cancel')) return came
        const first = done.get(request.path)
        if (came.status === 200) done.set(request.path, came)
        done.delete(first == null ? '' : request.path)
        return first ?? came
      }
    },
  },
  {
    name: 'a payment expires after 30 seconds',
    kind: 'stateful',
    foundBy: 'payments.approve/just-in-time',
    create:
      ({ mockUrl }) =>
      async (request, forward) => {
        if (!isCommand(request, 'approve')) return forward()
        const payment = jsonOf(
          await forward({ method: 'GET', path: paymentPath(request), body: '' }),
        )
        const { now } = (await (await fetch(`${mockUrl}/_mock/clock`)).json()) as Json
        if (Date.parse(now) - Date.parse(payment.created_at) < 30_000) return forward()
        return forward({ path: `${paymentPath(request)}/cancel` }).then(() => forward())
      },
  },
  {
    name: 'an approved payment expires too',
    kind: 'stateful',
    foundBy: 'payments.approve/stays-approved',
    create:
      ({ mockUrl }) =>
      async (request, forward) => {
        if (!isRead(request)) return forward()
        const came = await forward()
        const { status, created_at: at } = jsonOf(came)
        const { now } = (await (await fetch(`${mockUrl}/_mock/clock`)).json()) as Json
        const isOld = Date.parse(now) - Date.parse(at) > 60_000
        if (!isOld || !status?.developer_approved || status.transaction_verified) return came
        await forward({ method: 'POST', path: `${request.path}/cancel` })
        return forward()
      },
  },
  {
    name: 'a new payment leaves the unpaid one before it open',
    kind: 'stateful',
    foundBy: 'sdk.createUserPayment/replaces-an-unpaid-one',
    create: () => {
      const last = new Map<string, PlantResponse>()
      return async (request, forward) => {
        if (isCommand(request, 'approve')) {
          const came = await forward()
          if (came.status === 200) last.set(paymentPath(request), came)
          return came
        }
        return isRead(request) ? (last.get(request.path) ?? forward()) : forward()
      }
    },
  },
  {
    name: 'a paid payment does not keep its user from beginning another',
    kind: 'stateful',
    foundBy: 'sdk.createUserPayment/waits-for-a-paid-one',
    create: () => async (_, forward) => {
      const came = await forward()
      if (!came.text.includes('"pending_payment"')) return came
      const { payment } = jsonOf(came)
      const status = { ...payment.status, developer_approved: false, transaction_verified: false }
      return respondWith(200, {
        ...payment,
        identifier: 'anotherPayment00000000000000',
        status,
        transaction: null,
        from_address: '',
      })
    },
  },
  {
    name: 'creation times move with every read',
    kind: 'stateful',
    foundBy: 'payments.get/known',
    create: () => {
      let reads = 0
      return async (request, forward) => {
        const came = await forward()
        if (!isRead(request) || came.status !== 200) return came
        reads += 1
        const payment = jsonOf(came)
        const at = new Date(Date.parse(payment.created_at) + reads).toISOString()
        return respondWith(200, { ...payment, created_at: at }, came)
      }
    },
  },
  {
    name: 'a cancellation cancels the payment before it as well',
    kind: 'stateful',
    foundBy: 'payments.cancel/leaves-other-payments-alone',
    create: () => {
      const approved: string[] = []
      return async (request, forward) => {
        if (isCommand(request, 'approve')) approved.push(paymentPath(request))
        if (!isCommand(request, 'cancel')) return forward()
        for (const path of approved.splice(0)) await forward({ path: `${path}/cancel` })
        const came = await forward({ method: 'GET', path: paymentPath(request), body: '' })
        return came
      }
    },
  },
]
