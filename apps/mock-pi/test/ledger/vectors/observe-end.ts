import { decodeEnvelope } from '../../../src/ledger/decode-envelope.ts'
import type { Envelope } from '../../../src/ledger/envelope.ts'
import { haveLedger, stellar } from '../have-ledger.ts'
import { addressOf } from './build-with-stellar.ts'
import { codesOfResultXdr, feeOfResultXdr } from './read-result-xdr.ts'
import type { Chain, Name, Vector } from './vector.ts'

/** What the vector says, in the form that `observeEnd` returns. */
export function expectedEnd(vector: Vector) {
  if (vector.ends === 'malformed') return { ends: 'malformed' }
  if (vector.ends === 'dropped') return { ends: 'dropped', ...UNCHANGED }
  const { ends, code, operations } = vector
  const codes = operations == null ? { code } : { code, operations }
  const isCostNamed = true
  if (ends === 'refused') return { ends, isCostNamed, codes, fromXdr: codes, ...UNCHANGED }
  return {
    ends,
    successful: code === 'tx_success',
    codes,
    fromXdr: codes,
    isCostNamed,
    fee: vector.fee,
    feeCharged: vector.fee,
    sequence: vector.usesSequence ? 'used' : 'as before',
    isConserved: true,
    balances: vector.balances ?? {},
  }
}

const UNCHANGED = { fee: 0n, sequence: 'as before', isConserved: true, balances: 'as before' }

/** Plays the vector on its own chain. */
export function observeEnd(vector: Vector) {
  const chain = haveLedger()
  vector.before?.(chain)
  const envelope = decodeEnvelope(stellar, vector.build(chain), 'Pi Testnet')
  if (envelope == null) return { ends: 'malformed' }

  const kinds = envelope.operations.map(({ type }) => type)
  const cost = 100_000n * BigInt(Math.max(1, kinds.length))
  const before = stateOf(chain)
  const admission = chain.ledger.receive(envelope)
  vector.meanwhile?.(chain)
  chain.ledger.close()
  const after = stateOf(chain)
  const changes = {
    fee: after.feePool - before.feePool,
    sequence: describeSequence(before, after, envelope),
    isConserved: after.isConserved,
  }
  const all = { ...changes, balances: describeBalances(before, after) }
  if (admission.kind === 'refused') {
    const { result, resultXdr } = admission
    return {
      ends: 'refused',
      isCostNamed: feeOfResultXdr(resultXdr) === cost,
      codes: result,
      fromXdr: codesOfResultXdr(resultXdr, kinds),
      ...all,
    }
  }
  const inLedger = chain.ledger.view().transaction(envelope.hash)
  const isWaiting = chain.ledger.waiting().length > 0
  if (inLedger == null) return { ends: isWaiting ? 'still waiting' : 'dropped', ...all }
  const { successful, result, resultXdr, feeCharged } = inLedger
  const asked = Object.keys('balances' in vector ? (vector.balances ?? {}) : {})
  return {
    ends: 'in a ledger',
    successful,
    codes: result,
    fromXdr: codesOfResultXdr(resultXdr, kinds),
    isCostNamed: feeOfResultXdr(resultXdr) === cost,
    feeCharged,
    ...changes,
    balances: Object.fromEntries(asked.map((name) => [name, after.accounts[name]?.balance])),
  }
}

const NAMES: Name[] = ['alice', 'bob', 'carol', 'dora', 'faucet']

function stateOf({ ledger }: Chain) {
  const view = ledger.view()
  const { feePool, supply, balances, claimable } = ledger.totals()
  const accounts = Object.fromEntries(NAMES.map((name) => [name, view.account(addressOf(name))]))
  return { accounts, feePool, isConserved: balances + claimable + feePool === supply }
}
type State = ReturnType<typeof stateOf>

function describeSequence(before: State, after: State, { source, sequence }: Envelope) {
  const name = NAMES.find((name) => addressOf(name) === source.address) ?? ''
  const now = after.accounts[name]?.sequence
  if (now === before.accounts[name]?.sequence) return 'as before'
  // bump_sequence of the source takes it further than the transaction did.
  return now != null && now >= sequence ? 'used' : 'something else'
}

function describeBalances(before: State, after: State) {
  const isSame = NAMES.every(
    (name) => before.accounts[name]?.balance === after.accounts[name]?.balance,
  )
  return isSame ? 'as before' : 'changed'
}
