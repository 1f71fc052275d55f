import { expect, test } from 'vitest'
import { SAVE_AFTER_MS, saveChanges } from './save-changes.ts'

/** Time that the test moves, and a disk whose writes end when the test says so. */
function haveSaving() {
  let time = 0
  let text = 'begin'
  let failure: Error | undefined
  const timers: { at: number; act: () => void }[] = []
  const writes: { text: string; end: () => void }[] = []
  const said: string[] = []
  const saving = saveChanges({
    textOf: () => text,
    write: (written) =>
      new Promise((resolve, reject) => {
        const end = () => (failure == null ? resolve() : reject(failure))
        writes.push({ text: written, end })
      }),
    timer(ms, act) {
      const timer = { at: time + ms, act }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
    now: () => time,
    say: (line) => said.push(line),
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    saving,
    said,
    timers,
    written: () => writes.map((write) => write.text),
    change(to: string) {
      text = to
      saving.changed()
    },
    async pass(ms: number) {
      time += ms
      for (const timer of timers.filter(({ at }) => at <= time)) {
        timers.splice(timers.indexOf(timer), 1)
        timer.act()
      }
      await settle()
    },
    async endWrite(error?: Error) {
      failure = error
      writes.at(-1)?.end()
      await settle()
    },
  }
}

test('changes of a moment are saved together, once, and not later for being many', async () => {
  const { change, pass, written, endWrite } = haveSaving()
  change('one')
  await pass(SAVE_AFTER_MS - 1)
  change('two')
  expect(written()).toEqual([])
  await pass(1)
  expect(written()).toEqual(['two'])
  await endWrite()
  await pass(10 * SAVE_AFTER_MS)
  expect(written()).toEqual(['two'])
})

test('what changes during a write is saved after it, never at the same time', async () => {
  const { change, pass, written, endWrite, timers } = haveSaving()
  change('one')
  await pass(SAVE_AFTER_MS)
  change('two')
  await pass(10 * SAVE_AFTER_MS)
  expect(written()).toEqual(['one'])
  expect(timers).toEqual([])
  await endWrite()
  // It took ten times as long, so the next one waits for ten times that.
  await pass(99 * SAVE_AFTER_MS)
  expect(written()).toEqual(['one'])
  await pass(SAVE_AFTER_MS)
  expect(written()).toEqual(['one', 'two'])
})

test('what is the same as before is not written', async () => {
  const { change, pass, written, endWrite } = haveSaving()
  change('one')
  await pass(SAVE_AFTER_MS)
  await endWrite()
  change('one')
  await pass(SAVE_AFTER_MS)
  expect(written()).toEqual(['one'])
})

test('a failure is said once, and the next change tries again', async () => {
  const { change, pass, written, endWrite, said } = haveSaving()
  const full = new Error('state.json cannot be written: the disk is full')
  for (const text of ['one', 'two', 'three']) {
    change(text)
    await pass(SAVE_AFTER_MS)
    await endWrite(full)
  }
  expect(said).toEqual([`${full.message}. The next change tries again`])
  change('three')
  await pass(SAVE_AFTER_MS)
  await endWrite()
  expect(written()).toEqual(['one', 'two', 'three', 'three'])
})

test('a stop waits for the write that runs, saves the last state, and tells its failure', async () => {
  const { saving, change, pass, written, endWrite, timers } = haveSaving()
  change('one')
  await pass(SAVE_AFTER_MS)
  change('two')
  const stopped = saving.stop().catch((error: unknown) => error)
  await pass(0)
  expect(written()).toEqual(['one'])
  await endWrite()
  expect(written()).toEqual(['one', 'two'])
  await endWrite(new Error('full'))
  expect(await stopped).toMatchObject({ message: 'full' })
  change('three')
  await pass(10 * SAVE_AFTER_MS)
  expect([timers, written()]).toEqual([[], ['one', 'two']])
})
