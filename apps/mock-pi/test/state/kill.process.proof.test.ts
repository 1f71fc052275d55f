import { existsSync, readFileSync, watch } from 'node:fs'
import { expect, test } from 'vitest'
import { haveState } from './have-state.ts'

const KILLS = 12
const PAYMENTS = 10
/** In the metadata of each: the file becomes large, so that writing takes a while. */
const PADDING = 'x'.repeat(900_000)

const passMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Until the file that is to take the place of the saved one is there. */
function untilWriting(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_event, name) => {
      if (name !== 'state.json.tmp') return
      watcher.close()
      resolve()
    })
  })
}

test(
  'killed at any moment, a mock leaves a whole file with all that an earlier one had',
  { timeout: 120_000 },
  async () => {
    const { file, folder, start, usersIn } = haveState()
    let known: string[] = []
    let worldId: string | undefined
    let leftovers = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      const mock = await start()
      worldId ??= mock.worldId
      expect(mock.worldId).toBe(worldId)
      // What the file had when the last mock was killed is there.
      const { users } = await mock.control.users()
      expect(users.map(({ username }) => username)).toEqual(expect.arrayContaining(known))
      if (kill === 0) {
        for (let place = 0; place < PAYMENTS; place += 1) {
          await mock.control.createPayment({
            username: 'alice',
            amount: 1,
            metadata: { padding: PADDING },
          })
        }
      }
      const killed = new AbortController()
      const calls = (async () => {
        for (let place = 0; !killed.signal.aborted; place += 1) {
          await mock.control.createUser({ username: `user-${kill}-${place}` }).catch(() => {})
        }
      })()
      // Every other one in the middle of a write.
      await (kill % 2 === 0 ? untilWriting(folder) : passMs(250 + kill * 37))
      await mock.stop('SIGKILL')
      killed.abort()
      await calls
      const inFile = usersIn()
      expect(inFile).toEqual(expect.arrayContaining(known))
      known = inFile
      if (existsSync(`${file}.tmp`)) leftovers += 1
    }
    expect(known.length).toBeGreaterThan(KILLS)
    expect(leftovers).toBeGreaterThan(0)
    const last = await start()
    expect(await last.stop()).toBe(0)
    expect(existsSync(`${file}.tmp`)).toBe(false)
    expect(readFileSync(file, 'utf8').endsWith('}\n')).toBe(true)
  },
)

test('two mocks do not write to one file: the first says so, and ends with 1', async () => {
  const { file, start, usersIn } = haveState()
  const first = await start()
  const second = await start()
  await second.control.createUser({ username: 'carol' })
  await first.control.createUser({ username: 'dora' })
  await expect.poll(() => first.printed.stderr).toContain(`${file} was changed or removed`)
  expect(await first.stop()).toBe(1)
  expect(await second.stop()).toBe(0)
  expect(usersIn()).toEqual(['alice', 'bob', 'carol'])
})
