import { LAST_LEDGER, LAST_LEDGER_BY_CLOCK } from '@aloha-pi/contracts/control'
import type { NewFault, Scope, Settings, SettingsPatch } from '@aloha-pi/contracts/wire'
import { addApp } from '../apps/add-app.ts'
import type { PiApp } from '../apps/app-store.ts'
import type { Fault } from '../faults/fault.ts'
import { buildPayment } from '../ledger/build-payment.ts'
import { availableBalance, BASE_FEE } from '../ledger/network-parameters.ts'
import type { Stellar } from '../ledger/stellar.ts'
import { beginAppPayment } from '../payments/app-payments.ts'
import type {
  AppPayment,
  Decision,
  PaymentRecord,
  UserPayment,
} from '../payments/payment-record.ts'
import { expirePayments, findPayment } from '../payments/payment-world.ts'
import { actAsServer, type ServerCommand } from '../payments/server-payments.ts'
import { beginUserPayment, cancelAsUser, payAsUser } from '../payments/user-payments.ts'
import { DEFAULT_SCOPES, type Grant, type PiUser } from '../users/user-store.ts'
import { changeSettings } from '../world/default-settings.ts'
import { isBeyondLedgers } from '../world/is-beyond-ledgers.ts'
import type { World } from '../world/world.ts'
import { PresetRefused } from './preset-refused.ts'

/** Whose trouble it is; `amount` in stroops. */
export type PresetActors = { app: PiApp; user: PiUser; amount: bigint }

type StepOptions = PresetActors & { name: string }

/** The use cases that presets are made of, for one app, user and amount. Each throws `PresetRefused`. */
export type PresetSteps = PresetActors & {
  /** The uid of the user in the app. */
  uid(): string
  /** Begins a payment as the user, in the app or in another one. */
  beginUserPayment(where?: PiApp): UserPayment
  /** Pays it as the user; returns the txid. */
  payAsUser(payment: PaymentRecord): string
  cancelAsUser(payment: PaymentRecord): void
  actAsServer(payment: PaymentRecord, command: ServerCommand): Decision
  /** Begins a payment to the user, as the server of the app, whose wallet can pay for so many transfers. */
  beginPayout(transfers?: number): AppPayment
  /** Sends the amount of a payout from the app's wallet, with its id as memo unless another is given; returns the txid. */
  transfer(payout: AppPayment, memo?: string): string
  /** Ends what the user allows the app, and begins it again with these scopes; returns the new uid. */
  signInAgain(scopes?: readonly Scope[]): string
  /** Another app with the user in it: one that is there, or a new one. */
  otherApp(): { app: PiApp; uid: string }
  addFault(rule: NewFault): Fault
  /** Changes settings and returns them. */
  set(patch: SettingsPatch): SettingsPatch
  passTime(ms: number): void
  readonly settings: Settings
  /** Takes back settings and faults, and cancels the payments that these steps began. */
  undo(): void
}

const MEMO = 'A payment in trouble'

export function createPresetSteps(
  world: World,
  stellar: Stellar,
  { name, app, user, amount }: StepOptions,
): PresetSteps {
  const begun: string[] = []
  const faults: string[] = []
  const before = { ...world.settings }
  const grantIn = (where: PiApp): Grant => grantAll(world, user, where)
  const terms = { amount, memo: MEMO, metadata: { preset: name } }

  /** The newest version of a payment: steps before may have changed it. */
  const now = (payment: PaymentRecord) => findPayment(world, payment.id) ?? payment
  function decided(decision: Decision): Decision {
    if (decision.ok) return decision
    const { refusal, payment } = decision
    throw new PresetRefused({ kind: 'payment', refusal, payment })
  }
  function needLedger() {
    if (world.ledger.ledgersLeft() < 1) {
      throw new PresetRefused({ kind: 'limit', what: 'ledgers', limit: LAST_LEDGER })
    }
  }
  return {
    app,
    user,
    amount,
    settings: world.settings,
    uid: () => grantIn(app).uid,
    beginUserPayment(where = app) {
      const { uid, scopes } = grantIn(where)
      const result = beginUserPayment(world, { app: where, user, uid, scopes, ...terms })
      if (!result.ok) throw new PresetRefused({ kind: 'user_payment', begun: result })
      begun.push(result.payment.id)
      return result.payment
    },
    payAsUser(payment) {
      needLedger()
      const { txid } = decided(payAsUser(world, stellar, now(payment))).payment
      if (txid == null) throw new Error(`Payment ${payment.id} is paid without a transaction`)
      return txid
    },
    cancelAsUser: (payment) => void decided(cancelAsUser(world, now(payment))),
    actAsServer: (payment, command) => actAsServer(world, now(payment), command),
    beginPayout(transfers = 0) {
      const account = world.ledger.view().account(app.wallet.address)
      const cost = BigInt(transfers) * (amount + BASE_FEE)
      if (transfers > 0 && (account == null || cost > availableBalance(account))) {
        throw new PresetRefused({ kind: 'transaction', codes: ['op_underfunded'] })
      }
      const { uid } = grantIn(app)
      const result = beginAppPayment(world, { app, uid, ...terms })
      if (!result.ok) throw new PresetRefused({ kind: 'payout', begun: result, uid })
      begun.push(result.payment.id)
      return result.payment
    },
    transfer({ id, toAddress }, memo = id) {
      needLedger()
      const { sequence = 0n } = world.ledger.view().account(app.wallet.address) ?? {}
      const included = world.ledger.include(
        buildPayment(stellar, {
          type: 'payment',
          from: app.wallet,
          to: toAddress,
          amount,
          memo,
          network: world.network,
          sequence: sequence + 1n,
          fee: BASE_FEE,
        }),
      )
      if (included.ok && included.transaction.successful) return included.transaction.envelope.hash
      const { code, operations = [] } = included.ok ? included.transaction.result : included.result
      throw new PresetRefused({ kind: 'transaction', codes: [code, ...operations] })
    },
    signInAgain(scopes = DEFAULT_SCOPES) {
      grantIn(app)
      world.users.revoke(user, app.id)
      return world.users.grant(user, app.id, scopes).uid
    },
    otherApp() {
      const other = world.apps.list().find(({ id }) => id !== app.id) ?? newApp(world)
      return { app: other, uid: grantIn(other).uid }
    },
    addFault(rule) {
      if (world.faults.isFull()) {
        throw new PresetRefused({ kind: 'limit', what: 'faults', limit: world.limits.faults })
      }
      const fault = world.faults.add(rule)
      faults.push(fault.id)
      return fault
    },
    set(patch) {
      changeSettings(world.settings, patch)
      return patch
    },
    passTime(ms) {
      if (isBeyondLedgers(world, world.clock.now() + ms)) {
        throw new PresetRefused({ kind: 'limit', what: 'ledgers', limit: LAST_LEDGER_BY_CLOCK })
      }
      if (world.clock.advance(ms) !== 'moved') throw new PresetRefused({ kind: 'clock' })
      expirePayments(world)
      world.ledger.view()
    },
    undo() {
      Object.assign(world.settings, before)
      for (const id of faults) world.faults.remove(id)
      for (const id of begun) {
        const payment = findPayment(world, id)
        if (payment != null) actAsServer(world, payment, { type: 'cancel' })
      }
    },
  }
}

/** What the user allows the app; a user who never signed in there does it now. */
function grantAll({ users, limits }: World, user: PiUser, app: PiApp): Grant {
  const grant = user.grants.get(app.id)
  if (grant != null) return grant
  if (users.countGrants() >= limits.grants) {
    throw new PresetRefused({ kind: 'limit', what: 'grants', limit: limits.grants })
  }
  return users.grant(user, app.id, DEFAULT_SCOPES)
}

function newApp(world: World): PiApp {
  const { apps, ledger, limits } = world
  if (apps.list().length >= limits.apps) {
    throw new PresetRefused({ kind: 'limit', what: 'apps', limit: limits.apps })
  }
  if (!ledger.hasRoom()) {
    throw new PresetRefused({ kind: 'limit', what: 'accounts', limit: limits.accounts })
  }
  return addApp(world, { name: 'other-app' })
}
