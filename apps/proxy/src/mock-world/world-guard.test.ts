import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createWorldGuard } from './world-guard.ts'

const WORLD = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
const OTHER_WORLD = 'b2222222-aaaa-bbbb-2222-ccccccc3333d'

function world(worldId: string): Response {
  const body = JSON.stringify({ worldId })
  return new Response(body, { headers: { 'content-length': String(body.length) } })
}

/** A guard over scripted responses; the last one is repeated forever. */
function guardOver(...responses: (() => Response)[]) {
  return guardAt(undefined, responses)
}

function guardAt(requiredAt: string | undefined, responses: (() => Response)[]) {
  let known: string | undefined
  let asked = 0
  let lookedUp = 0
  let now = 0
  const heard: string[] = []
  const guard = createWorldGuard({
    apiUrl: 'http://127.0.0.1:1',
    fetch: async () => {
      const respond = responses[Math.min(asked, responses.length - 1)]
      asked += 1
      if (respond == null) throw new TypeError('fetch failed')
      return respond()
    },
    clock: () => now,
    store: {
      async remember(worldId) {
        lookedUp += 1
        known ??= worldId
        return known === worldId ? { ok: true } : { ok: false, known }
      },
    },
    database: { name: 'The database', remedy: 'delete /it', advice: 'begin again' },
    requiredAt,
    onAnotherWorld: (sentence) => heard.push(sentence),
  })
  const counts = { asked: () => asked, lookedUp: () => lookedUp }
  return { guard, heard, ...counts, pass: (ms: number) => (now += ms) }
}

const sentence =
  'The database belongs to another world than the one that the mock at http://127.0.0.1:1 runs now: delete /it'

test('the first world is remembered, and another one refused', async () => {
  const { guard, heard } = guardOver(
    () => world(WORLD),
    () => world(WORLD),
    () => world(OTHER_WORLD),
  )

  expect(await guard.check(0)).toEqual({ ok: true })
  expect(await guard.check(0)).toEqual({ ok: true })
  for (const _ of [1, 2]) {
    expect(await guard.check(0)).toEqual({ ok: false, sentence, advice: 'begin again' })
  }
  expect(heard).toEqual([sentence])
})

test('the database is asked once about each world', async () => {
  const { guard, asked, lookedUp } = guardOver(
    () => world(WORLD),
    () => world(WORLD),
    () => world(OTHER_WORLD),
    () => world(OTHER_WORLD),
    () => world(WORLD),
  )
  const verdicts = []
  for (const _ of [1, 2, 3, 4, 5]) verdicts.push((await guard.check(0)).ok)

  expect(verdicts).toEqual([true, true, false, false, true])
  expect(asked()).toBe(5)
  expect(lookedUp()).toBe(3)
})

test('checks of one moment share a question, and each later check asks after it came', async () => {
  const { guard, asked } = guardOver(() => world(WORLD))

  await Promise.all([1, 2, 3, 4].map(() => guard.check(0)))
  expect(asked()).toBe(1)

  const first = guard.check(0)
  await setImmediate()
  expect(asked()).toBe(2)
  await Promise.all([first, guard.check(0)])
  expect(asked()).toBe(3)
})

test('the mock is asked no more often than the caller needs', async () => {
  const { guard, asked, pass } = guardOver(() => world(WORLD))

  await guard.check(1000)
  pass(999)
  await guard.check(1000)
  expect(asked()).toBe(1)
  await guard.check(0)
  expect(asked()).toBe(2)
  pass(1000)
  await guard.check(1000)
  expect(asked()).toBe(3)
})

test('a world counts as confirmed for a while, and not after another one, or none, responded', async () => {
  const none = () => new Response('{}', { status: 404 })
  for (const last of [() => world(OTHER_WORLD), none]) {
    const { guard, pass } = guardOver(() => world(WORLD), last)
    expect(guard.isConfirmed(1000)).toBe(false)
    await guard.check(0)
    pass(999)
    expect(guard.isConfirmed(1000)).toBe(true)
    await guard.check(0)
    expect(guard.isConfirmed(1000)).toBe(false)
  }
  const { guard, pass } = guardOver(() => world(WORLD))
  await guard.check(0)
  pass(1000)
  expect(guard.isConfirmed(1000)).toBe(false)
})

test.each<[name: string, respond: () => Response]>([
  ['404', () => new Response('{"error":"not_found"}', { status: 404 })],
  ['a page', () => new Response('<html>', { headers: { 'content-length': '6' } })],
  ['another JSON', () => new Response('{}', { headers: { 'content-length': '2' } })],
  ['a stream without an end', () => new Response('{}')],
  ['a large body', () => new Response('{}', { headers: { 'content-length': '70000' } })],
])(
  'an upstream that responds with %s is not a mock, and is asked again after 10 s',
  async (_, respond) => {
    const { guard, asked, pass } = guardOver(
      () => world(WORLD),
      respond,
      () => world(OTHER_WORLD),
    )
    await guard.check(0)

    expect(await guard.check(0)).toEqual({ ok: true })
    pass(9_999)
    expect(await guard.check(0)).toEqual({ ok: true })
    expect(asked()).toBe(2)
    pass(1)
    expect(await guard.check(0)).toMatchObject({ ok: false })
  },
)

test('a small compressed body that unpacks to a large one is not read to its end', async () => {
  let pulled = 0
  const guardOfBomb = guardOver(() => {
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1
        if (pulled > 5_000) controller.close()
        else controller.enqueue(new Uint8Array(16_384))
      },
    })
    return new Response(body, { headers: { 'content-length': '58000' } })
  })

  expect(await guardOfBomb.guard.check(0)).toEqual({ ok: true })
  expect(pulled).toBeLessThan(10)
  // It is not a mock, so it is not asked again at once.
  await guardOfBomb.guard.check(0)
  expect(guardOfBomb.asked()).toBe(1)
})

test.each([302, 401, 403, 429, 500, 502, 503])(
  'an upstream that once returns %i is still guarded',
  async (status) => {
    const { guard } = guardOver(
      () => world(WORLD),
      () => new Response(null, { status }),
      () => world(OTHER_WORLD),
      () => new Response(null, { status }),
    )
    const verdicts = []
    for (const _ of [1, 2, 3, 4]) verdicts.push((await guard.check(0)).ok)
    // Trouble changes nothing, neither a good verdict nor a bad one.
    expect(verdicts).toEqual([true, true, false, false])
  },
)

test('an upstream that cannot be reached is asked again', async () => {
  const { guard, asked } = guardOver()

  expect(await guard.check(0)).toEqual({ ok: true })
  expect(await guard.check(0)).toEqual({ ok: true })
  expect(asked()).toBe(2)
})

test('a host that must be a mock is refused until it is one, and again when it is none', async () => {
  const unreachable = () => {
    throw new TypeError('fetch failed')
  }
  const { guard, pass } = guardAt('mock', [
    unreachable,
    () => new Response('{}', { status: 404 }),
    () => world(WORLD),
    unreachable,
    () => new Response('<html>', { headers: { 'content-length': '6' } }),
  ])
  const verdicts = []
  for (const _ of [1, 2, 3, 4, 5]) {
    const verdict = await guard.check(0)
    verdicts.push(verdict.ok || verdict.sentence.split(':')[0])
    pass(10_000)
  }
  const refused = 'The host mock of MOCK_HOST does not respond like a mock'
  // Trouble with the connection changes nothing.
  expect(verdicts).toEqual([refused, refused, true, true, refused])
})
