import type { Settings } from '@aloha-pi/contracts/control'
import {
  Account,
  Asset,
  BASE_FEE,
  Horizon,
  Keypair,
  Memo,
  Operation,
  TransactionBuilder,
  type Transaction,
  type xdr,
} from '@stellar/stellar-sdk'
import { onTestFinished } from 'vitest'
import { startMockPi, type MockPiOptions } from '../../src/server/start-mock-pi.ts'
import { fetchJson } from '../fetch-json.ts'

/** A second that does not pass. */
const NOW = Date.UTC(2026, 0, 1)
/** Pi's base fee in stroops; the library's own is Stellar's. */
const PI_FEE = '100000'
export const STELLAR_FEE = BASE_FEE

export type Build = {
  operations?: xdr.Operation[]
  fee?: string
  memo?: Memo
  /** Seconds; 0 is open. */
  maxTime?: number
  minTime?: number
  /** The sequence before the transaction's own; the account's by default. */
  after?: string
  passphrase?: string
  source?: string
  signer?: Keypair
}

/** A mock whose ledgers close with each transaction, and Stellar's own Horizon client for it. */
export async function startChain(settings: Partial<Settings> = {}, options: MockPiOptions = {}) {
  const logged: string[] = []
  const mock = await startMockPi({ now: () => NOW, log: (line) => logged.push(line), ...options })
  onTestFinished(() => mock.close())
  const call = (method: string, path: string, init: Parameters<typeof fetchJson>[1] = {}) =>
    fetchJson(`${mock.url}${path}`, { method, ...init })
  Object.assign(mock.world.settings, { ledger_close: 'instant', ...settings })
  const server = new Horizon.Server(mock.url, { allowHttp: true })
  const wallet = Keypair.fromSecret(mock.wallet.seed)
  const alice = mock.world.users.find('alice')?.wallet?.address ?? ''
  const sequence = (address = wallet.publicKey()) =>
    String(mock.world.ledger.view().account(address)?.sequence ?? 0n)
  const pay = (amount = '1', to = alice) =>
    Operation.payment({ destination: to, asset: Asset.native(), amount })

  return {
    ...mock,
    logged,
    call,
    control: (path: string, json: unknown = {}, method = 'POST') =>
      call(method, `/_mock${path}`, { json }),
    server,
    account: wallet.publicKey(),
    alice,
    pay,
    sequence,
    /** A signed transaction of the app's wallet: one payment of 1 Pi to alice by default. */
    build(order: Build = {}): Transaction {
      const address = order.source ?? wallet.publicKey()
      const source = new Account(address, order.after ?? sequence(address))
      const builder = new TransactionBuilder(source, {
        fee: order.fee ?? PI_FEE,
        networkPassphrase: order.passphrase ?? 'Pi Testnet',
        memo: order.memo ?? Memo.none(),
        timebounds: { minTime: order.minTime ?? 0, maxTime: order.maxTime ?? 0 },
      })
      for (const operation of order.operations ?? [pay()]) builder.addOperation(operation)
      const transaction = builder.build()
      transaction.sign(order.signer ?? wallet)
      return transaction
    },
    /** What `POST /transactions` returns for any form. */
    post: (body: string | URLSearchParams, headers: Record<string, string> = FORM) =>
      call('POST', '/transactions', { body, headers }),
  }
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** The form that holds an envelope. */
export function formOf(transaction: { toXdr(): string }): URLSearchParams {
  return new URLSearchParams({ tx: transaction.toXdr() })
}
