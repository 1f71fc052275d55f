import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeEnvelope } from '../../../src/ledger/decode-envelope.ts'
import { isProof } from '../../properties/run-parameters.ts'
import { anyCodePoint } from '../../any-code-point.ts'
import { haveLedger, PI, stellar, walletOf } from '../have-ledger.ts'
import {
  ACTORS,
  buildGenerated,
  transactionArbitrary,
  type GeneratedTransaction,
} from './envelope-arbitraries.ts'
import { mutate, mutationArbitrary, type Mutation } from './mutate-bytes.ts'
import { nestedInvocation, nestedPredicate } from './nested-envelope.ts'

const BODIES = isProof ? 100_000 : 3_000
/** Broken copies of each well-formed transaction. */
const COPIES = 6
const FAMILIES_IN_A_BATCH = 10

/** Text that is not an envelope, whatever it is. */
const text = fc.oneof(
  fc.base64String({ maxLength: 400 }),
  fc.string({ maxLength: 100, unit: anyCodePoint }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  fc.constantFrom('', '=', '====', '\n', 'AAAA', 'AAAAAg==', '\0', '𝒳'.repeat(30)),
)
/** A well-formed transaction as it is, broken copies of it, and text that never was one. */
const family = fc.record({
  transaction: transactionArbitrary,
  broken: fc.array(fc.array(mutationArbitrary, { minLength: 1, maxLength: 3 }), {
    minLength: COPIES,
    maxLength: COPIES,
  }),
  text,
})
type Family = { transaction: GeneratedTransaction; broken: Mutation[][]; text: string }

test(`M7: ${BODIES} fuzzed bodies never throw, and leave the chain whole after each batch`, () => {
  const chain = haveChain()
  const seen = { malformed: 0, refused: 0, pending: 0, putOff: 0, applied: 0, failed: 0 }
  const families = fc.sample(family, { numRuns: BODIES / (COPIES + 2), seed: 20_261_121 })
  for (const [index, one] of families.entries()) {
    for (const base64 of chain.bodiesOf(one)) seen[chain.send(base64)]++
    if (index % FAMILIES_IN_A_BATCH !== FAMILIES_IN_A_BATCH - 1) continue
    chain.ledger.close()
    const { broken, applied, failed } = chain.inspect()
    seen.applied += applied
    seen.failed += failed
    expect(broken).toEqual([])
  }
  // What was meant to be reached was reached.
  for (const [kind, count] of Object.entries(seen)) expect({ kind, count }).toSatisfy(isMany)
}, 120_000)

const isMany = ({ count }: { count: number }) => count >= BODIES / 200

test('M7: lists that say they are enormous, and values inside values, are malformed at once', () => {
  const started = process.threadCpuUsage()
  for (const length of [101, 65_536, 0x7fffffff, 0xffffffff]) {
    expect(decodeEnvelope(stellar, nestedInvocation(1, length), 'Pi Testnet')).toBeNull()
  }
  for (const depth of [500, 2_000, 3_000]) {
    expect(decodeEnvelope(stellar, nestedInvocation(depth), 'Pi Testnet')).toBeNull()
  }
  expect(decodeEnvelope(stellar, 'A'.repeat(65_536), 'Pi Testnet')).toBeNull()
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(2_000)
})

test('M7: a contract call that nests a little is read, and refused', () => {
  const { ledger } = haveLedger()
  const envelope = decodeEnvelope(stellar, nestedInvocation(3), 'Pi Testnet')
  expect(envelope?.operations).toEqual([{ type: 'not_simulated', name: 'invoke_host_function' }])
  expect(ledger.receive(envelope!).kind).toBe('refused')
})

test('M7: conditions inside conditions are read as deep as the codec goes, and refused from the fifth on', () => {
  const { ledger } = haveLedger()
  const ends = [3, 4, 100, 2_000, 50_000].map((depth) => {
    const envelope = decodeEnvelope(stellar, nestedPredicate(depth), 'Pi Testnet')
    // The signature is not that of the deeper envelope.
    const admission = envelope && ledger.receive(envelope)
    return admission?.kind === 'refused' ? admission.result.code : 'malformed'
  })
  expect(ends.slice(0, 2)).toEqual(['tx_bad_auth', 'tx_bad_auth'])
  expect(ends.at(-1)).toBe('malformed')
})

function haveChain() {
  const { ledger } = haveLedger()
  for (const name of ACTORS.slice(2, 5)) ledger.open(walletOf(name).address, 1000n * PI)
  let turn = 0
  let inspected = ledger.view().latest().sequence
  const sequences = new Map<string, bigint>()
  const addresses = ACTORS.map((name) => walletOf(name).address)
  const sequenceOf = (address: string) => ledger.view().account(address)?.sequence ?? 0n
  return {
    ledger,
    bodiesOf({ transaction, broken, text }: Family): string[] {
      const whole = buildGenerated(transaction, sequenceOf)
      const bodies = [whole, ...broken.map((mutations) => mutations.reduce(mutate, whole))]
      return [...bodies.map((bytes) => bytes.toString('base64')), text]
    },
    /** Closes a ledger after every third that is let in. */
    send(base64: string) {
      const envelope = decodeEnvelope(stellar, base64, 'Pi Testnet')
      if (envelope == null) return 'malformed'
      const { kind } = ledger.receive(envelope)
      if (kind === 'pending' && ++turn % 3 === 0) ledger.close()
      return kind === 'refused' || kind === 'pending' ? kind : 'putOff'
    },
    inspect() {
      const broken: string[] = []
      const { supply, balances, claimable, feePool } = ledger.totals()
      if (balances + claimable + feePool !== supply) broken.push('Pi is not conserved')
      for (const address of addresses) {
        const sequence = sequenceOf(address)
        if (sequence < (sequences.get(address) ?? 0n)) broken.push(`${address} went back`)
        sequences.set(address, sequence)
      }
      const view = ledger.view()
      let [applied, failed] = [0, 0]
      for (; inspected < view.latest().sequence; inspected++) {
        const page = { order: 'asc', limit: 1000 } as const
        const inLedger = view.transactions({ ledger: inspected + 1, includeFailed: true }, page)
        const sources = inLedger.map(({ envelope }) => envelope.source.address)
        if (new Set(sources).size < sources.length) broken.push('Two of one source in a ledger')
        applied += inLedger.filter(({ successful }) => successful).length
        failed += inLedger.filter(({ successful }) => !successful).length
      }
      return { broken, applied, failed }
    },
  }
}
