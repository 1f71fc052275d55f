import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Database } from '../src/stores/open-database.ts'
import { makeApiKey } from '../src/keys/api-key.ts'
import { createAuthenticate } from '../src/keys/authenticate.ts'
import { dumpDatabase } from '../testkit/dump-database.ts'
import { haveKey, newClientName } from '../testkit/new-key.ts'
import { sqlPayloads } from './sql-payloads.ts'

/** What every KeyStore promises. */
export function describeKeyStore(name: string, open: () => Database) {
  describe(`keys on ${name}`, () => {
    const store = () => open().keys

    test('a new key is found with its owner, scopes and digest', async () => {
      const { key, keyId, digest } = makeApiKey(randomBytes)
      const clientName = newClientName()
      const made = await store().create({ clientName, keyId, digest, scopes: ['read', 'u2a'] })

      const found = await store().findLive(keyId)

      expect(found?.client).toEqual({
        clientId: made.ok ? made.key.clientId : '',
        name: clientName,
        keyId,
        scopes: ['read', 'u2a'],
      })
      expect(Buffer.from(found?.digest ?? [])).toEqual(Buffer.from(digest))
      expect(key).not.toContain(Buffer.from(digest).toString('hex'))
    })

    test('an unknown key is not found', async () => {
      expect(await store().findLive('00000000000')).toBeUndefined()
    })

    test('keys of one client share its id', async () => {
      const first = await haveKey(store())
      const second = await haveKey(store(), { clientName: first.name })
      expect(second.clientId).toBe(first.clientId)
    })

    test('P5: a client has two live keys; a third waits until one is revoked', async () => {
      const first = await haveKey(store())
      await haveKey(store(), { clientName: first.name })
      const { keyId, digest } = makeApiKey(randomBytes)
      const third = { clientName: first.name, keyId, digest, scopes: ['read'] } as const

      expect(await store().create(third)).toEqual({ ok: false, refusal: 'key_limit' })
      expect(await store().findLive(keyId)).toBeUndefined()

      await store().revoke(first.keyId)
      expect(await store().create(third)).toMatchObject({ ok: true })
    })

    test('P5: an expired key is refused and does not count as live', async () => {
      const first = await haveKey(store(), { expiresInDays: -1 })
      await haveKey(store(), { clientName: first.name, expiresInDays: -1 })
      const third = await haveKey(store(), { clientName: first.name, expiresInDays: 1 })

      expect(first.live).toBe(false)
      expect(await store().findLive(first.keyId)).toBeUndefined()
      const days = ((third.expiresAt?.getTime() ?? 0) - third.createdAt.getTime()) / 86_400_000
      expect(days).toBeCloseTo(1, 1)
      expect(await store().findLive(third.keyId)).toBeDefined()
    })

    test('P5: a revoked key is refused at once', async () => {
      const { keyId, secret } = await haveKey(store())
      const authenticate = createAuthenticate({ keys: store(), development: false })
      expect(await authenticate(`Bearer ${secret}`)).toMatchObject({ ok: true })

      expect(await store().revoke(keyId)).toBe('revoked')

      expect(await authenticate(`Bearer ${secret}`)).toEqual({ ok: false })
    })

    test('revoking twice keeps the first time', async () => {
      const { keyId, name } = await haveKey(store())
      await store().revoke(keyId)
      const first = (await store().list()).find((key) => key.keyId === keyId)?.revokedAt

      expect(await store().revoke(keyId)).toBe('already_revoked')

      const again = (await store().list()).find((key) => key.keyId === keyId)
      expect(again).toMatchObject({ name, revokedAt: first, live: false })
    })

    test('an unknown key cannot be revoked', async () => {
      expect(await store().revoke('00000000000')).toBe('unknown')
    })

    test('the list names every key and no digest', async () => {
      const { keyId, clientId, name } = await haveKey(store(), { scopes: ['a2u:create'] })
      const listed = (await store().list()).find((key) => key.keyId === keyId)
      expect(listed).toEqual({
        keyId,
        clientId,
        name,
        scopes: ['a2u:create'],
        createdAt: expect.any(Date),
        expiresAt: null,
        revokedAt: null,
        live: true,
      })
    })

    test('P3: no row of any table holds a key or its secret, in any spelling', async () => {
      const { secret, keyId } = await haveKey(store())
      await haveKey(store(), { expiresInDays: 1 }).then((key) => store().revoke(key.keyId))

      const dump = await dumpDatabase(open().db)

      const random = secret.split('_')[3] ?? ''
      const digest = createHash('sha256').update(secret).digest('hex')
      expect(dump).toContain(keyId)
      expect(dump).toContain(digest)
      const found = [secret, random, random.slice(0, 16), random.slice(-16)]
        .flatMap((text) => [text, Buffer.from(text).toString('hex'), btoa(text)])
        .filter((text) => dump.includes(text))
      expect(found).toEqual([])
      expect(dump).not.toContain('aloha_live_')
    })

    test.each(sqlPayloads)('P29: %j is data wherever a key store takes text', async (payload) => {
      const before = await dumpDatabase(open().db)
      expect(await store().findLive(payload)).toBeUndefined()
      expect(await store().revoke(payload)).toBe('unknown')
      await expect(haveKey(store(), { clientName: payload })).rejects.toMatchObject({
        cause: { code: '23514', constraint: 'client_name' },
      })
      expect(await dumpDatabase(open().db)).toBe(before)

      const { name } = await haveKey(store(), { keyId: `${payload}${newClientName()}` })
      expect((await store().list()).find((key) => key.name === name)?.keyId).toContain(payload)
    })

    test('what no key can be is refused by the database', async () => {
      const check = { cause: { code: '23514' } }
      const refused = [
        { clientName: 'a b' },
        { digest: new Uint8Array(31) },
        { scopes: [] },
        { scopes: ['root' as 'read'] },
      ]
      for (const wish of refused) {
        await expect(haveKey(store(), wish)).rejects.toMatchObject(check)
      }
    })
  })
}
