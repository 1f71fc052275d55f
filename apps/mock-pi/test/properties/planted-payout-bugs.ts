import { platformContract } from '@aloha-pi/contracts/platform'
import type { PaymentRecord } from '../../src/payments/payment-record.ts'
import { inCall, inEveryPayment, setting, type PlantedBug } from './plant.ts'

const { complete, create, incomplete } = platformContract.payments

/** Bugs of the payments that an app makes to its users. */
export const payoutBugs: readonly PlantedBug[] = [
  {
    bug: 'a payout shows its transaction as soon as the chain has it',
    foundBy: 'D1',
    plant: (world) =>
      inEveryPayment((shown, { id, direction }) => {
        const every = { order: 'asc', limit: 1000 } as const
        const paid = world.ledger
          .view()
          .transactions({ includeFailed: false }, every)
          .find(
            ({ envelope: { memo } }) => memo.type === 'text' && memo.value.equals(Buffer.from(id)),
          )
        if (paid == null || direction === 'user_to_app' || shown.transaction != null) return {}
        const { hash: txid } = paid.envelope
        return { transaction: { txid, verified: false, _link: `/transactions/${txid}` } }
      })(world),
  },
  {
    bug: 'a completion links an unknown transaction',
    foundBy: 'D1',
    plant: inCall(complete, async (call, send, world) => {
      const response = await send(call)
      const { verification_error: reason } = response.body as { verification_error?: string }
      const payment = world.payments.find(call.params?.['paymentId'] ?? '')
      const { txid } = call.body as { txid: string }
      if (reason === 'tx_not_found' && payment?.direction === 'app_to_user') {
        world.payments.save({ ...payment, state: 'linked', txid })
      }
      return response
    }),
  },
  {
    bug: 'a linked payout is completed after all',
    foundBy: 'D2',
    plant: inCall(complete, async (call, send, world) => {
      const payment = world.payments.find(call.params?.['paymentId'] ?? '')
      if (payment?.direction === 'app_to_user' && payment.state === 'linked') {
        world.payments.save({ ...payment, state: 'completed' })
      }
      return send(call)
    }),
  },
  {
    bug: 'a linked payout forgets its transaction',
    foundBy: 'D2',
    plant: inCall(create, (call, send, world) => {
      for (const payment of world.payments.list(200)) {
        if (payment.state === 'linked') {
          world.payments.save({ ...payment, state: 'approved', txid: null })
        }
      }
      return send(call)
    }),
  },
  {
    bug: 'an open payout blocks nothing',
    foundBy: 'D3',
    seed: 20,
    plant: setting('a2u_concurrency', 'off'),
  },
  {
    bug: 'a payout to one user lets the next one begin',
    foundBy: 'D3',
    seed: 61,
    plant: setting('a2u_concurrency', 'per-user'),
  },
  {
    bug: 'a linked payout is not listed as incomplete',
    foundBy: 'D4',
    seed: 3,
    plant: inCall(incomplete, async (call, send) => {
      const { status, body } = await send(call)
      const { incomplete_server_payments: listed } = body as {
        incomplete_server_payments: { transaction: object | null }[]
      }
      const left = listed.filter(({ transaction }) => transaction == null)
      return { status, body: { incomplete_server_payments: left } }
    }),
  },
  {
    bug: 'the incomplete payouts of all apps are listed',
    foundBy: 'D4',
    plant: (world) => {
      const { listOpen } = world.payments
      const apps = world.apps
      return inCall(incomplete, (call, send) => {
        world.payments.listOpen = () => apps.list().flatMap(({ id }) => listOpen(id))
        const response = send(call)
        world.payments.listOpen = listOpen
        return response
      })(world)
    },
  },
  {
    bug: 'a payout names the wallet that pays only when it is paid',
    foundBy: 'D5',
    plant: inEveryPayment((_, { direction, state, fromAddress }) => ({
      from_address: direction === 'app_to_user' && state === 'approved' ? '' : fromAddress,
    })),
  },
  {
    bug: 'a payout waits for an approval',
    foundBy: 'D5',
    plant: inEveryPayment(({ status }, { direction, state }) =>
      direction === 'app_to_user' && state === 'approved'
        ? { status: { ...status, developer_approved: false } }
        : {},
    ),
  },
  {
    bug: 'a payout is completed a second time',
    foundBy: 'D6',
    plant: inCall(complete, async (call, send, world) => {
      const payment = world.payments.find(call.params?.['paymentId'] ?? '')
      if (payment?.state === 'completed') world.payments.save(completedAgain(payment))
      return send(call)
    }),
  },
  {
    bug: 'a cancelled payout is completed by its transaction',
    foundBy: 'D6',
    plant: inCall(complete, (call, send, world) => {
      const payment = world.payments.find(call.params?.['paymentId'] ?? '')
      const { txid } = call.body as { txid: string }
      if (payment?.direction === 'app_to_user' && payment.state === 'cancelled') {
        world.payments.save({ ...payment, state: 'completed', txid })
      }
      return send(call)
    }),
  },
]

function completedAgain(payment: PaymentRecord): PaymentRecord {
  const entry = { at: payment.timeline.at(-1)!.at, event: 'completed' } as const
  return { ...payment, timeline: [...payment.timeline, entry] }
}
