import { controlContract } from '@aloha-pi/contracts/control'
import { platformContract } from '@aloha-pi/contracts/platform'
import { buildPayment } from '../../src/ledger/build-payment.ts'
import { loadStellar } from '../../src/ledger/stellar.ts'
import type { PaymentRecord } from '../../src/payments/payment-record.ts'
import type { World } from '../../src/world/world.ts'
import type { Call } from './mock-port.ts'
import {
  entering,
  inCall,
  inEveryPayment,
  inRefusal,
  inStore,
  inTransactions,
  inView,
  setting,
  withOperation,
  type PlantedBug,
} from './plant.ts'

const { get, approve, complete, cancel } = platformContract.payments
const { createUserPayment, incompletePayment } = platformContract.sdk

const ofResponses: PlantedBug[] = [
  {
    bug: 'every app reads every payment',
    foundBy: 'A1',
    seed: 20,
    plant: inCall(get, (call, send, world) => send(asOwner(call, world))),
  },
  {
    bug: 'every app cancels every payment',
    foundBy: 'A1',
    plant: inCall(cancel, (call, send, world) => send(asOwner(call, world))),
  },
  {
    bug: "another app's payment is forbidden instead of unknown",
    foundBy: 'A1',
    seed: 20,
    plant: inCall(get, async (call, send, world) =>
      asOwner(call, world).key === call.key
        ? send(call)
        : { status: 403, body: { error: 'forbidden', error_message: 'Not yours.' } },
    ),
  },
  {
    bug: "the guide's uid is the user's name",
    foundBy: 'A2',
    plant: inEveryPayment((_, { username }) => ({ Pioneer_uid: username })),
  },
  {
    bug: "the guide's names are sent whatever the spelling",
    foundBy: 'A2',
    plant: setting('spelling', 'guide+wire'),
  },
  {
    bug: 'pending_payment comes without the payment',
    foundBy: 'A3',
    seed: 4,
    plant: inRefusal(createUserPayment, 'pending_payment', (body) => ({
      ...body,
      payment: undefined,
    })),
  },
  {
    bug: 'a second completion gets the response of the first',
    foundBy: 'A6',
    plant: inRefusal(complete, 'already_completed', ({ payment }) => payment),
  },
  {
    bug: 'a paid payment is refused its cancel as a cancelled one is',
    foundBy: 'A6',
    plant: inRefusal(cancel, 'payment_tx_present', (body) => ({
      ...body,
      error: 'cancelled_payment',
    })),
  },
  {
    bug: 'a revoked token is bad input',
    foundBy: 'A6',
    plant: inCall(createUserPayment, async (call, send) => {
      const { status, body } = await send(call)
      return { status: status === 401 ? 400 : status, body }
    }),
  },
  {
    bug: 'lock is taken for replace-unpaid',
    foundBy: 'A6',
    seed: 158,
    plant: setting('u2a_pending', 'replace-unpaid'),
  },
  {
    bug: 'an approval returns the payment as it was',
    foundBy: 'A11',
    plant: inCall(approve, async (call, send) => {
      const before = await send({ ...call, route: get })
      const response = await send(call)
      return response.status === 200 ? before : response
    }),
  },
  {
    bug: 'a paid payment is not offered as incomplete',
    foundBy: 'A10',
    seed: 13,
    plant: inCall(incompletePayment, async (call, send) => {
      const { status, body } = await send(call)
      return { status, body: status === 200 ? { exists: false, payment: null } : body }
    }),
  },
  {
    bug: 'an unpaid payment is offered as incomplete',
    foundBy: 'A10',
    plant: inCall(incompletePayment, async (call, send, world) => {
      const session = world.tokens.find(call.token ?? '')
      const open =
        session == null ? undefined : world.payments.findOpen(session.app.id, session.uid)
      if (session == null || open == null) return send(call)
      const params = { paymentId: open.id }
      const { body } = await send({ route: get, key: session.app.apiKey, params })
      return { status: 200, body: { exists: true, payment: body } }
    }),
  },
]

const ofEffects: PlantedBug[] = [
  {
    bug: 'a paid payment does not block a new one',
    foundBy: 'U13',
    plant: (world) => {
      const { findOpen } = world.payments
      world.payments.findOpen = (app, uid) => {
        const open = findOpen(app, uid)
        return open?.state === 'paid' ? undefined : open
      }
    },
  },
  {
    bug: 'a replaced payment stays open',
    foundBy: 'U13',
    seed: 26,
    plant: inStore((next, { payments }) =>
      next.state === 'replaced' ? (payments.find(next.id) ?? next) : next,
    ),
  },
  {
    bug: 'a refused completion links its transaction',
    foundBy: 'A4',
    seed: 9,
    plant: inCall(complete, async (call, send, world) => {
      const response = await send(call)
      const payment = world.payments.find(call.params?.['paymentId'] ?? '')
      const { txid } = call.body as { txid: string }
      const isNew = world.ledger.view().transaction(txid) == null && response.status === 400
      if (payment?.state === 'approved' && isNew) world.payments.save({ ...payment, txid })
      return response
    }),
  },
  {
    bug: 'an approval approves every waiting payment',
    foundBy: 'A5',
    plant: inCall(approve, async (call, send, world) => {
      const response = await send(call)
      for (const payment of world.payments.list(200)) {
        if (response.status !== 200 || payment.state !== 'created') continue
        const timeline = [
          ...payment.timeline,
          { at: world.clock.now(), event: 'approved' as const },
        ]
        world.payments.save({ ...payment, state: 'approved', timeline })
      }
      return response
    }),
  },
  {
    bug: 'an approval gets its response but is not kept',
    foundBy: 'A7',
    plant: inStore((next, { payments }) =>
      next.state === 'approved' ? (payments.find(next.id) ?? next) : next,
    ),
  },
  {
    bug: 'a payment does not say which wallet paid',
    foundBy: 'A7',
    plant: entering('paid', () => ({ fromAddress: null })),
  },
  {
    bug: 'a new payment is approved at once',
    foundBy: 'A8',
    plant: entering('created', ({ createdAt: at }) => ({
      state: 'approved',
      timeline: [
        { at, event: 'created' },
        { at, event: 'approved' },
      ],
    })),
  },
  {
    bug: 'every payment goes to the first app',
    foundBy: 'A8',
    plant: entering('created', (_, { apps }) => ({ toAddress: apps.first().wallet.address })),
  },
  {
    bug: 'metadata is dropped',
    foundBy: 'A8',
    plant: entering('created', () => ({ metadata: {} })),
  },
  {
    bug: 'the memo on the chain loses its last letter',
    foundBy: 'A9',
    plant: inTransactions((transaction) => {
      const { envelope } = transaction
      if (envelope.memo.type !== 'text') return transaction
      const memo = { type: 'text', value: envelope.memo.value.subarray(0, -1) } as const
      return { ...transaction, envelope: { ...envelope, memo } }
    }),
  },
  {
    bug: 'the chain moves one stroop less',
    foundBy: 'A9',
    plant: inTransactions((transaction) => {
      const [operation] = transaction.envelope.operations
      return operation?.type === 'payment'
        ? withOperation(transaction, { amount: operation.amount - 1n })
        : transaction
    }),
  },
  {
    bug: 'the user pays the own wallet',
    foundBy: 'A9',
    plant: inTransactions((transaction) =>
      withOperation(transaction, { to: transaction.envelope.source }),
    ),
  },
  {
    bug: 'a refused payment moves money all the same',
    foundBy: 'A9',
    plant: inCall(controlContract.payPayment, async (call, send, world) => {
      const response = await send(call)
      const payment = world.payments.find(call.params?.['paymentId'] ?? '')
      if (response.status === 409 && payment != null) {
        await payFromWallet(world, payment)
      }
      return response
    }),
  },
  {
    bug: 'the link of a transaction leads nowhere',
    foundBy: 'A9',
    plant: inView(() => ({ transaction: () => undefined })),
  },
]

/** Bugs of calls: of what they return and of what they change. */
export const actionBugs: readonly PlantedBug[] = [...ofResponses, ...ofEffects]

function asOwner(call: Call, world: World): Call {
  const payment = world.payments.find(call.params?.['paymentId'] ?? '')
  const owner = world.apps.find(payment?.appId ?? '')
  return owner == null ? call : { ...call, key: owner.apiKey }
}

/** Moves the money of a payment, whatever its state. */
async function payFromWallet(world: World, payment: PaymentRecord) {
  const wallet = world.users.find(payment.username)?.wallet
  const { sequence = 0n } = world.ledger.view().account(wallet?.address ?? '') ?? {}
  if (wallet == null) return
  world.ledger.include(
    buildPayment(await loadStellar(), {
      type: 'payment',
      from: wallet,
      to: payment.toAddress,
      amount: payment.amount,
      memo: payment.id,
      network: payment.network,
      sequence: sequence + 1n,
      fee: 100_000n,
    }),
  )
}
