import { expect, test } from 'vitest'
import { openStream } from './open-stream.ts'
import { startChain } from './start-chain.ts'

const MAY_2026 = {
  horizon_version: '23.0.0',
  core_version: 'stellar-core 23.0.1',
  current_protocol_version: 23,
  supported_protocol_version: 23,
  core_supported_protocol_version: 23,
}
const DECEMBER_2025 = {
  horizon_version: '2.23.1-6def2295c2e739883f028b5098c30d82969a94a5',
  core_version: 'stellar-core 19.6.0',
  current_protocol_version: 19,
  supported_protocol_version: 19,
  core_supported_protocol_version: 19,
}

test('the chain reports the newest versions that are known', async () => {
  const { call } = await startChain()
  expect((await call('GET', '/')).body).toMatchObject(MAY_2026)
})

test.each([
  ['2025-12', DECEMBER_2025],
  ['2026-05', MAY_2026],
] as const)('the chain of %s: root, ledgers and streams agree', async (chain, versions) => {
  const { url, call, control } = await startChain()
  expect((await control('/settings', { chain }, 'PATCH')).body.chain).toBe(chain)

  expect((await call('GET', '/')).body).toMatchObject(versions)
  const protocol_version = versions.current_protocol_version
  expect((await call('GET', '/ledgers/1')).body).toMatchObject({ protocol_version })
  expect((await call('GET', '/ledgers')).body._embedded.records).toMatchObject([
    { protocol_version },
  ])
  const [, event] = await (await openStream(`${url}/ledgers?limit=1`)).rest()
  expect(JSON.parse(event?.data ?? '')).toMatchObject({ protocol_version })
})

test('a chain that is not known is refused with those that are', async () => {
  const { control } = await startChain()
  const { status, body } = await control('/settings', { chain: '2027-01' }, 'PATCH')
  expect([status, body.error_message]).toEqual([400, 'chain must be "2025-12" or "2026-05"'])
})
