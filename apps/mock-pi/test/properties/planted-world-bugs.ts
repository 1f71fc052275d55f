import { controlContract } from '@aloha-pi/contracts/control'
import type { PaymentStore } from '../../src/payments/payment-store.ts'
import type { Session } from '../../src/users/access-tokens.ts'
import type { World } from '../../src/world/world.ts'
import { inCall, inEveryPayment, type PlantedBug } from './plant.ts'

/** Bugs of what is around payments. */
export const worldBugs: readonly PlantedBug[] = [
  {
    bug: 'a token outlives the grant',
    foundBy: 'A6',
    plant: ({ tokens }) => {
      const sessions = new Map<string, Session>()
      const { issue } = tokens
      tokens.issue = (session) => {
        const token = issue(session)
        sessions.set(token, session)
        return token
      }
      tokens.find = (token) => sessions.get(token)
    },
  },
  {
    bug: 'the uid survives a revocation',
    foundBy: 'A12',
    plant: ({ users }) => {
      const uids = new Map<string, string>()
      const { grant } = users
      users.grant = (user, appId, scopes) => {
        const granted = grant(user, appId, scopes)
        const key = `${user.username} ${appId}`
        uids.set(key, uids.get(key) ?? granted.uid)
        const kept = { ...granted, uid: uids.get(key)! }
        user.grants.set(appId, kept)
        return kept
      }
    },
  },
  { bug: 'a reset keeps the payments', foundBy: 'A13', plant: keepPayments() },
  {
    bug: 'a reset keeps the worldId',
    foundBy: 'A13',
    plant: inCall(controlContract.reset, async (call, send, { worldId }) => {
      const { status, body } = await send(call)
      return { status, body: { ...(body as object), worldId } }
    }),
  },
  {
    bug: 'an amount is sent as text',
    foundBy: 'A14',
    plant: inEveryPayment(({ amount }) => ({ amount: String(amount) })),
  },
]

/** Seen only by who plays the same scenario twice. */
export const seedBug: PlantedBug = {
  bug: 'payment ids come from elsewhere than the seed',
  foundBy: 'A15',
  plant: ({ seeded }) => {
    seeded.text = (_, alphabet, length) =>
      Array.from({ length }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('')
  },
}

/** A new mock each time it is planted, whose first world's payments stay. */
function keepPayments() {
  const kept = new WeakMap<World, PaymentStore>()
  return (world: World) => {
    const payments = kept.get(world) ?? world.payments
    kept.set(world, payments)
    world.payments = payments
  }
}
