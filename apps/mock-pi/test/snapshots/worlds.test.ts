import { expect, test } from 'vitest'
import { createMockControl } from '../../src/control-client/index.ts'
import { startMock } from '../start-mock.ts'
import { haveBusyWorld } from './have-busy-world.ts'

/** Two worlds; `ask` for a payment that one of them made, or for the user of a token. */
async function startWorlds() {
  const { mock, control, token } = await haveBusyWorld()
  const { app } = await control.createWorld({ name: 'one' })
  const one = control.inWorld('one')
  const { payment } = await one.createPayment({ username: 'alice', amount: 1 })
  const ask = async (secret: string, prefix = '') => {
    const scheme = secret.startsWith('alohamock') ? 'Key' : 'Bearer'
    const path = scheme === 'Key' ? `/v2/payments/${payment.identifier}` : '/v2/me'
    const { status, body } = await mock.call('GET', `${prefix}${path}`, {
      headers: { authorization: `${scheme} ${secret}` },
    })
    const words: Record<number, string> = {
      200: 'is there',
      404: 'is elsewhere',
      401: 'is unknown',
    }
    return words[status] ?? body.error
  }
  return { mock, control, token, one, key: app.api_key, ask }
}

test('a key of a copy in another world selects the world that made it', async () => {
  const { mock, control, one, token, key, ask } = await startWorlds()
  const there = await one.snapshot()
  expect(await ask(key)).toBe('is there')

  // Into the default one: its maker still has it.
  await control.restore(there)
  await one.reset()
  expect(await ask(key)).toBe('is elsewhere')
  expect(await ask(key, '/w/default')).toBe('is there')
  // The maker is gone.
  await control.dropWorld('one')
  await control.createWorld({ name: 'two' })
  expect(await ask(key)).toBe('is there')
  expect(await ask(token)).toBe('is unknown')
  expect(mock.apiKey).not.toBe(key)
  expect(mock.worlds.get('default').apiKey).toBe(key)
})

test('a snapshot of the default world in another one is reached by its name only', async () => {
  const { mock, control, one, token, key, ask } = await startWorlds()
  await one.restore(await control.snapshot())
  expect((await one.users()).users).toHaveLength(4)
  await one.revoke('carol')
  expect([await ask(token), await ask(token, '/w/one')]).toEqual(['is there', 'is unknown'])
  await control.createUser({ username: 'only-here' })
  const begun = await control.createPayment({ username: 'carol', amount: 1 })
  const path = `/payments/${begun.payment.identifier}`
  expect((await mock.asApp('GET', path)).status).toBe(200)
  expect(await ask(mock.apiKey, '/w/one')).toBe('is elsewhere')
  // Its own key is gone, until a reset.
  expect(await ask(key)).toBe('is unknown')
  await one.reset()
  expect(await ask(key)).toBe('is elsewhere')
})

test('a world that is restored from its own snapshot keeps its keys, a fork those it made', async () => {
  const { control, one, key, ask } = await startWorlds()
  const { access_token: token } = await one.signIn({ username: 'alice' })
  const snapshot = await one.snapshot()
  await one.reset()
  expect(await ask(token)).toBe('is unknown')
  await one.restore(snapshot)
  expect([await ask(key), await ask(token)]).toEqual(['is there', 'is there'])

  await control.forkWorld('one', { name: 'fork' })
  const fork = control.inWorld('fork')
  const { access_token: later } = await fork.signIn({ username: 'bob' })
  await fork.restore(await fork.snapshot())
  expect(await ask(later)).toBe('is there')
  expect(await ask(later, '/w/one')).toBe('world_mismatch')
  await one.cancelPayment((await one.payments()).payments[0]!.payment.identifier)
  expect(await ask(key)).toBe('is there')
})

test('a fork of a restored world draws its ids from the restored seed', async () => {
  const { control } = await haveBusyWorld()
  const snapshot = await control.snapshot()
  const mock = await startMock({ seed: 'another', snapshot })
  const there = createMockControl({ url: mock.url })
  const nextOf = async (client: typeof control) => {
    await client.forkWorld('default', { name: 'fork' })
    return (await client.inWorld('fork').createApp({ name: 'x' })).api_key
  }
  expect(await nextOf(there)).toBe(await nextOf(control))
})
