import { expect, test } from 'vitest'
import { PI, START, stellar, walletOf } from '../../test/ledger/have-ledger.ts'
import { createClock } from '../clock/clock.ts'
import { createCandidate } from './authorise.ts'
import { buildPayment } from './build-payment.ts'
import { closeEmpty, seal } from './close-ledger.ts'
import { beginChain } from './create-ledger.ts'

function haveChain() {
  const faucet = walletOf('faucet')
  const network = 'Pi Testnet'
  const settings = { ledger_close: 'by-hand', ledger_inclusion: 'all' } as const
  const options = { clock: createClock(() => START), network, settings: () => settings } as const
  const chain = beginChain({ ...options, faucet: faucet.address }, START)
  const sequence = chain.accounts.get(faucet.address)!.sequence
  return {
    chain,
    /** A separate ledger for the faucet's payment with this number. */
    seal(number: number) {
      const payment = buildPayment(stellar, {
        type: 'payment',
        from: faucet,
        to: faucet.address,
        amount: PI,
        network,
        sequence: sequence + BigInt(number),
        fee: 100_000n,
      })
      return seal(chain, START, [createCandidate(payment)])
    },
    /** Bans that are kept after the newest ledger. */
    bans: () => chain.queue.forgetBans(0),
  }
}

test('M6: bans end with their ledgers, also when every ledger is closed for one transaction', () => {
  const { seal, bans } = haveChain()
  for (let number = 1; number <= 50; number++) expect(seal(number)).toHaveLength(1)
  expect(bans()).toBe(9)
})

test('M6: bans end in empty ledgers too', () => {
  const { chain, seal, bans } = haveChain()
  for (let number = 1; number <= 5; number++) seal(number)
  closeEmpty(chain, START, 1000, 4)
  expect(bans()).toBe(5)
  closeEmpty(chain, START, 1000, 100)
  expect(bans()).toBe(0)
})
