import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/stores/open-database.ts'
import { makeApiKey } from '../../src/keys/api-key.ts'
import { createKeyStore } from '../../src/keys/drizzle-key-store.ts'
import { createPayoutStore } from '../../src/payouts/store/drizzle-payout-store.ts'
import { openTestPglite } from '../../testkit/open-test-database.ts'
import { haveLane, wish } from './have-lane.ts'
import { newPayout } from './new-payout.ts'

let opened: Database
const database = () => opened
beforeAll(async () => {
  opened = await openTestPglite()
})
afterAll(() => opened.close())

async function newKey(clientName: string) {
  const { keyId, digest } = makeApiKey(randomBytes)
  const made = await createKeyStore(database().db).create({
    clientName,
    keyId,
    digest,
    scopes: ['a2u:create'],
  })
  if (!made.ok) throw new Error('No key')
  return { keyId, clientId: made.key.clientId }
}

test('a revoked key stops what it asked for and nothing else, until another key or an operator asks', async () => {
  const store = createPayoutStore(database().db)
  const keys = createKeyStore(database().db)
  const { lease } = await haveLane(store)
  const [one, two, three] = [await newKey('shop'), await newKey('shop'), await newKey('game')]
  const request = newPayout(one)
  const accepted = await store.accept(request)
  const others = await store.accept(newPayout(three))
  const ids = { own: idOf(accepted), other: idOf(others) }
  const brakeOf = async (id: string) => (await store.apply(lease, [], id)) as { work: object }

  await keys.revoke(one.keyId)
  expect((await brakeOf(ids.own)).work).toMatchObject({ brake: 'key_revoked' })
  expect((await brakeOf(ids.other)).work).toMatchObject({ brake: null })
  const picked = await store.pick(lease, wish)
  expect(picked.kind === 'work' && picked.work.payout?.id).toBe(ids.other)

  expect(await store.accept({ ...request, keyId: two.keyId })).toMatchObject({ kind: 'joined' })
  expect((await brakeOf(ids.own)).work).toMatchObject({ brake: null })
  await keys.revoke(two.keyId)
  expect((await brakeOf(ids.own)).work).toMatchObject({ brake: 'key_revoked' })
  await store.retry(ids.own)
  expect((await brakeOf(ids.own)).work).toMatchObject({ brake: null })
})

test('a client that is made again has the same id', async () => {
  const { clientId } = await newKey('market')
  await database().db.execute('DELETE FROM api_key')
  await database().db.execute("DELETE FROM client WHERE name = 'market'")
  expect((await newKey('market')).clientId).toBe(clientId)
})

function idOf(accepted: Awaited<ReturnType<ReturnType<typeof createPayoutStore>['accept']>>) {
  if (!('payout' in accepted)) throw new Error(accepted.kind)
  return accepted.payout.id
}
