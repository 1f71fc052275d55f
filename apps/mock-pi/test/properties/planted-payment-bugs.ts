import { controlContract } from '@aloha-pi/contracts/control'
import { platformContract } from '@aloha-pi/contracts/platform'
import { entering, forcing, inCall, inEveryPayment, type PlantedBug } from './plant.ts'

const { approve, complete, cancel } = platformContract.payments
const { payPayment, cancelPayment } = controlContract

const ofTheMachine: PlantedBug[] = [
  {
    bug: 'a completed payment that is cancelled is shown as both',
    foundBy: 'U1',
    plant: (world) => {
      const asked = new Set<string>()
      const showBoth = inEveryPayment(({ status }, { id }) =>
        asked.has(id) ? { status: { ...status, cancelled: true } } : {},
      )(world)
      return async (call, send) => {
        const id = call.params?.['paymentId'] ?? ''
        if (call.route === cancel && world.payments.find(id)?.state === 'completed') asked.add(id)
        return showBoth == null ? send(call) : showBoth(call, send)
      }
    },
  },
  {
    bug: 'the developer can cancel a paid payment',
    foundBy: 'U2',
    seed: 10,
    plant: forcing(cancel, ['paid'], () => ({ state: 'cancelled' })),
  },
  {
    bug: 'the user can cancel a paid payment',
    foundBy: 'U2',
    plant: forcing(cancelPayment, ['paid'], () => ({ state: 'cancelled_by_user' })),
  },
  {
    bug: 'an approved payment is completed before it is paid',
    foundBy: 'U3',
    plant: forcing(complete, ['approved'], () => ({ state: 'completed' })),
  },
  {
    bug: 'a paid payment is verified only when it is completed',
    foundBy: 'U4',
    plant: inEveryPayment(({ status }, { state }) =>
      state === 'paid' ? { status: { ...status, transaction_verified: false } } : {},
    ),
  },
  {
    bug: 'the user can pay before the approval',
    foundBy: 'U5',
    plant: forcing(payPayment, ['created'], ({ id }) => ({
      state: 'paid',
      txid: Buffer.from(id.padEnd(32)).toString('hex'),
    })),
  },
  {
    bug: 'a late approval revives a cancelled payment',
    foundBy: 'U9',
    seed: 3,
    plant: forcing(approve, ['cancelled', 'cancelled_by_user', 'expired', 'replaced'], () => ({
      state: 'approved',
    })),
  },
  {
    bug: 'a cancellation forgets the approval',
    foundBy: 'U9',
    seed: 5,
    plant: entering('cancelled', ({ timeline }) => ({
      timeline: timeline.filter(({ event }) => event !== 'approved'),
    })),
  },
  {
    bug: 'the fee of the chain is added to the amount',
    foundBy: 'U10',
    plant: entering('paid', ({ amount }) => ({ amount: amount + 100_000n })),
  },
  {
    bug: 'created_at is the time of the last change',
    foundBy: 'U10',
    plant: entering('approved', (_, { clock }) => ({ createdAt: clock.now() + 1 })),
  },
  {
    bug: 'a completion writes its own txid into the payment',
    foundBy: 'U11',
    plant: forcing(complete, ['paid'], (_, { body }) => ({
      state: 'completed',
      txid: (body as { txid: string }).txid,
    })),
  },
  {
    bug: 'one transaction pays for two payments',
    foundBy: 'U12',
    plant: (world) => {
      let first: string | null = null
      entering('paid', ({ txid }) => ({ txid: (first ??= txid) }))(world)
    },
  },
  {
    bug: 'a completion does not look at the txid',
    foundBy: 'U15',
    plant: inCall(complete, (call, send, world) => {
      const txid = world.payments.find(call.params?.['paymentId'] ?? '')?.txid
      return send(txid == null ? call : { ...call, body: { txid } })
    }),
  },
  {
    bug: "the user's cancel sets the developer's flag",
    foundBy: 'U14',
    plant: entering('cancelled_by_user', () => ({ state: 'cancelled' })),
  },
  {
    bug: 'a payment forgets when it was paid',
    foundBy: 'U16',
    plant: entering('completed', ({ timeline }) => ({
      timeline: timeline.filter(({ event }) => event !== 'paid'),
    })),
  },
  {
    bug: 'an approval is dated before the creation',
    foundBy: 'U16',
    plant: entering('approved', ({ timeline, createdAt }) => ({
      timeline: [...timeline.slice(0, -1), { at: createdAt - 1, event: 'approved' }],
    })),
  },
]

const ofTime: PlantedBug[] = [
  {
    bug: 'an unapproved payment never expires',
    foundBy: 'U6',
    plant: entering('created', () => ({ approveBy: Infinity })),
  },
  {
    bug: 'a payment expires one millisecond late',
    foundBy: 'U6',
    plant: entering('created', ({ createdAt }) => ({ approveBy: createdAt + 60_001 })),
  },
  {
    bug: 'only an approval notices that the time is over',
    foundBy: 'U6',
    plant: (world) => {
      world.payments = { ...world.payments, findDue: () => [] }
    },
  },
  {
    bug: 'a payment expires one millisecond early',
    foundBy: 'U7',
    plant: entering('created', ({ createdAt }) => ({ approveBy: createdAt + 59_999 })),
  },
  {
    bug: 'an expiry is dated when someone notices it',
    foundBy: 'U7',
    plant: entering('expired', ({ timeline }, { clock }) => ({
      timeline: [...timeline.slice(0, -1), { at: clock.now(), event: 'expired' }],
    })),
  },
  {
    bug: 'an approved payment that is not paid in time expires too',
    foundBy: 'U8',
    seed: 14,
    plant: (world) => (call, send) => {
      for (const payment of world.payments.list(200)) {
        if (payment.direction !== 'user_to_app' || payment.state !== 'approved') continue
        if (world.clock.now() >= payment.approveBy) {
          world.payments.save({ ...payment, state: 'expired' })
        }
      }
      return send(call)
    },
  },
]

/** Bugs of the payment machine and of its clock. */
export const paymentBugs: readonly PlantedBug[] = [...ofTheMachine, ...ofTime]
