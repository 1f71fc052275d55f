import type { Network } from '@aloha-pi/contracts/platform'
import { createClock } from '../../src/clock/clock.ts'
import { buildPayment, type PaymentOrder } from '../../src/ledger/build-payment.ts'
import { createLedger } from '../../src/ledger/create-ledger.ts'
import type { LedgerSettings } from '../../src/ledger/ledger.ts'
import { loadStellar } from '../../src/ledger/stellar.ts'
import { createWallet, type Wallet } from '../../src/ledger/wallet.ts'

export const START = Date.UTC(2026, 0, 1)
export const PI = 10_000_000n
export const stellar = await loadStellar()

/** Wallets by name: the same name is the same wallet everywhere. */
export function walletOf(name: string): Wallet {
  return createWallet(Buffer.from(name.padEnd(32, '.')))
}

/** A ledger over a frozen clock; alice has 1000 Pi, bob 10, and carol is not on the chain. */
export function haveLedger(
  options: Partial<LedgerSettings> & {
    historyCap?: number
    accountCap?: number
    subentryCap?: number
    balanceCap?: number
    network?: Network
  } = {},
) {
  const {
    historyCap,
    accountCap,
    subentryCap,
    balanceCap,
    network = 'Pi Testnet',
    ...given
  } = options
  const settings: LedgerSettings = { ledger_close: 'by-hand', ledger_inclusion: 'all', ...given }
  const clock = createClock(() => START)
  clock.freeze()
  const faucet = walletOf('faucet')
  const ledger = createLedger({
    clock,
    network,
    settings: () => settings,
    faucet: faucet.address,
    accountCap,
    subentryCap,
    balanceCap,
    ...(historyCap == null ? {} : { historyCap }),
  })
  const [alice, bob, carol] = [walletOf('alice'), walletOf('bob'), walletOf('carol')]
  ledger.open(alice.address, 1000n * PI)
  ledger.open(bob.address, 10n * PI)

  const accountOf = ({ address }: Wallet) => ledger.view().account(address)
  return {
    ledger,
    clock,
    settings,
    faucet,
    alice,
    bob,
    carol,
    accountOf,
    /** A payment of alice to bob with her next sequence, unless said otherwise. */
    pay(order: Partial<PaymentOrder> = {}) {
      const from = order.from ?? alice
      return buildPayment(stellar, {
        type: 'payment',
        from,
        to: bob.address,
        amount: PI,
        network,
        sequence: (accountOf(from)?.sequence ?? 0n) + 1n,
        fee: 100_000n,
        ...order,
      })
    },
  }
}
