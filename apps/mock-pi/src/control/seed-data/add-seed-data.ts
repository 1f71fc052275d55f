import type { SeedData } from '@aloha-pi/contracts/wire'
import type { PiApp } from '../../apps/app-store.ts'
import type { Stellar } from '../../ledger/stellar.ts'
import type { PaymentRecord } from '../../payments/payment-record.ts'
import { findPayment } from '../../payments/payment-world.ts'
import type { PiUser } from '../../users/user-store.ts'
import { changeSettings } from '../../world/default-settings.ts'
import type { World } from '../../world/world.ts'
import { putAccount, putApp, putUser } from './put-actors.ts'
import { stateInStore, makePayment } from './make-payment.ts'
import { SeedRefused } from './seed-refused.ts'

/** What the data name, as it is now. */
export type MadeSeedData = { apps: PiApp[]; users: PiUser[]; payments: PaymentRecord[] }

type Added = { ok: true; made: MadeSeedData } | { ok: false; reason: string }

/** Adds data that have passed their schema: everything or nothing. `reason` names the place and the rule. */
export function addSeedData(world: World, stellar: Stellar, data: SeedData): Added {
  try {
    // A rehearsal: what a copy of the world takes, the world takes too.
    add(world.fork(world.name), stellar, data)
  } catch (error) {
    if (error instanceof SeedRefused) return { ok: false, reason: error.message }
    throw error
  }
  return { ok: true, made: add(world, stellar, data) }
}

function add(world: World, stellar: Stellar, data: SeedData): MadeSeedData {
  const { settings, apps = [], users = [], accounts = [], payments = [] } = data
  // Ledgers that are due by now close by the old settings.
  world.ledger.view()
  if (settings != null) changeSettings(world.settings, settings)
  const madeApps = apps.map((app, place) => putApp(world, app, `apps[${place}]`))
  const madeUsers = users.map((user, place) => putUser(world, user, `users[${place}]`))
  for (const [place, account] of accounts.entries()) {
    putAccount(world, account, `accounts[${place}]`)
  }
  const made = payments.map((payment, place) =>
    makePayment({ world, stellar, field: `payments[${place}]` }, payment),
  )
  const newest = made.map(({ id }) => findPayment(world, id))
  for (const [place, payment] of newest.entries()) {
    const wanted = payments[place]
    if (wanted == null || payment?.state === stateInStore(wanted)) continue
    const rule = `must not be followed by a payment that replaces it: it is ${payment?.state ?? 'forgotten'} now. A user has one open payment in an app`
    throw new SeedRefused(`payments[${place}]`, rule)
  }
  return {
    apps: madeApps,
    users: madeUsers,
    payments: newest.filter((payment) => payment != null),
  }
}
