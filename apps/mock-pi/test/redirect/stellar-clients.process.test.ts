import { expect, test } from 'vitest'
import { startPiBackend } from './start-pi-backend.ts'

test("stellar's Horizon clients pay by Pi's https addresses", async () => {
  const pi = await startPiBackend()
  const before = pi.books()
  const TO = pi.mock.world.users.find('alice')!.wallet!.address

  const { stdout, stderr } = await pi.run('pay-with-stellar.mjs', [], { TO })

  const told = JSON.parse(stdout || `"${stderr}"`)
  const transactions = pi.transactions()
  const names = ['stellar-sdk 10', 'stellar-sdk 17', 'stellar-sdk 17 with axios']
  expect(Object.keys(told)).toEqual(names)
  expect(transactions.map(({ envelope }) => envelope.hash)).toEqual(
    names.map((name) => told[name].hash),
  )
  for (const name of names) {
    const { hash } = told[name]
    expect(told[name]).toEqual({
      fee: '100000',
      hash,
      successful: true,
      memo: name,
      newest: hash,
      mainnet: expect.stringContaining('Pi Testnet'),
    })
  }
  const sent = 3n * 15_000_000n
  expect(pi.books()).toEqual({
    app: before.app - sent - 3n * 100_000n,
    alice: before.alice + sent,
    sequence: before.sequence + 3n,
  })
})
