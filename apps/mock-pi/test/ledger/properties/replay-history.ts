import { effectsOf } from '../../../src/horizon/effects-of.ts'
import type { LedgerTransaction, LedgerView } from '../../../src/ledger/ledger.ts'
import { stellar } from '../have-ledger.ts'
import type { Asset, Operation } from '../../../src/ledger/envelope.ts'
import type { ChainWorld } from './chain-world.ts'

/**
 * Follows new ledgers by what their transactions say of themselves: all fees, then each operation of those
 * that succeeded. Knows nothing of validation.
 */
export function replayNewLedgers({ ledger, replayed }: ChainWorld): LedgerTransaction[] {
  const view = ledger.view()
  const fresh: LedgerTransaction[] = []
  const query = { includeFailed: true }
  for (; replayed.ledger < view.latest().sequence; replayed.ledger++) {
    const page = { order: 'asc', limit: 1000 } as const
    const inLedger = view.transactions({ ...query, ledger: replayed.ledger + 1 }, page)
    for (const { envelope, feeCharged } of inLedger) {
      add(replayed.balances, envelope.source.address, -feeCharged)
      add(replayed.moved, envelope.source.address, -feeCharged)
      replayed.fees += feeCharged
    }
    for (const transaction of inLedger) replay(replayed, transaction)
    replayEffects(view, replayed)
    fresh.push(...inLedger)
    // Empty ledgers are many: they are not looked at one by one.
    const [next] = view.transactions(query, {
      order: 'asc',
      cursor: idAfter(replayed.ledger + 1),
      limit: 1,
    })
    replayed.ledger = Math.max(replayed.ledger, (next?.ledger ?? view.latest().sequence + 1) - 2)
  }
  return fresh
}

type Replayed = ChainWorld['replayed']

function replay(replayed: Replayed, transaction: LedgerTransaction) {
  const { sequences } = replayed
  const { envelope, successful, result } = transaction
  const source = envelope.source.address
  const isUsed = result.code === 'tx_success' || result.code === 'tx_failed'
  if (isUsed || result.code === 'tx_bad_auth_extra' || result.code === 'tx_bad_auth') {
    sequences.set(source, envelope.sequence)
  }
  if (!successful) return
  for (const [index, operation] of envelope.operations.entries()) {
    const own = (operation.source ?? envelope.source).address
    replayOperation(replayed, operation, { own, transaction, index })
  }
}

function replayOperation(
  replayed: Replayed,
  operation: Operation,
  at: { own: string; transaction: LedgerTransaction; index: number },
) {
  const { own, transaction, index } = at
  const { balances, sequences, claimable } = replayed
  switch (operation.type) {
    case 'payment':
      move(replayed, own, { ...operation, by: -operation.amount })
      move(replayed, operation.to.address, { ...operation, by: operation.amount })
      break
    case 'create_account':
      add(balances, own, -operation.startingBalance)
      add(balances, operation.to.address, operation.startingBalance)
      sequences.set(operation.to.address, BigInt(transaction.ledger) * 2n ** 32n)
      break
    case 'bump_sequence': {
      const sequence = sequences.get(own) ?? 0n
      sequences.set(own, operation.bumpTo > sequence ? operation.bumpTo : sequence)
      break
    }
    case 'create_claimable_balance': {
      const { asset, amount, claimants } = operation
      move(replayed, own, { asset, by: -amount })
      const { xdr, network } = transaction.envelope
      const built = stellar.TransactionBuilder.fromXDR(xdr, network)
      if (!(built instanceof stellar.Transaction)) throw new Error('Not a transaction')
      claimable.set(built.getClaimableBalanceId(index), {
        sponsor: own,
        claimants: claimants.length,
        asset: issuerOf(asset),
        amount,
      })
      break
    }
    case 'claim_claimable_balance': {
      const balance = claimable.get(operation.balanceId)
      if (balance == null) throw new Error('A balance is claimed that there is not')
      claimable.delete(operation.balanceId)
      const asset = balance.asset === 'native' ? balance.asset : { code: '', issuer: balance.asset }
      move(replayed, own, { asset, by: balance.amount })
      break
    }
    case 'change_trust':
      if (operation.limit === 0n) replayed.lines.delete(lineOf(own, operation.asset))
      else add(replayed.lines, lineOf(own, operation.asset), 0n)
      break
    default:
      break
  }
}

/** Pi, or what is held of an asset: its issuer holds nothing. */
function move(replayed: Replayed, own: string, { asset, by }: { asset: Asset; by: bigint }) {
  if (asset === 'native') add(replayed.balances, own, by)
  else if (own !== asset.issuer) add(replayed.lines, lineOf(own, asset), by)
}

const issuerOf = (asset: Asset) => (asset === 'native' ? asset : asset.issuer)
export const lineOf = (own: string, asset: Asset) => `${own} ${issuerOf(asset)}`

/** The ledger after those that were replayed, by what Horizon says of its effects. */
function replayEffects(view: LedgerView, { moved, ledger }: Replayed) {
  const query = { ledger: ledger + 1, includeFailed: false, paymentsOnly: false }
  const operations = view.operations(query, { order: 'asc', limit: 1000 })
  for (const { account, type, details } of operations.flatMap(effectsOf)) {
    const { asset_type: asset, amount, starting_balance: opening } = details
    if (type === 'account_created') add(moved, account.address, parseStroops(opening))
    if (asset !== 'native') continue
    if (type === 'account_credited') add(moved, account.address, parseStroops(amount))
    if (type === 'account_debited') add(moved, account.address, -parseStroops(amount))
  }
}

const parseStroops = (pi: unknown) => BigInt(String(pi).replace('.', ''))

const idAfter = (ledger: number) => BigInt(ledger + 1) * 2n ** 32n - 1n

function add(balances: Map<string, bigint>, address: string, amount: bigint) {
  balances.set(address, (balances.get(address) ?? 0n) + amount)
}
