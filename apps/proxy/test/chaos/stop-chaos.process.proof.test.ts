import { readdir } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { makeTempDir } from '../../testkit/open-test-database.ts'
import { runProgram } from '../../testkit/run-program.ts'

const main = new URL('../../chaos/main.ts', import.meta.url)
const ours = new URL('../../.data/', import.meta.url)

/** Folders of bundles that this process made; others may be running a run at the same time. */
const bundlesOf = async (pid: number | undefined) =>
  (await readdir(ours)).filter((name) => name.startsWith(`chaos-${pid}-`))

test('a run that is stopped by a signal leaves no process and no folder', async () => {
  const temp = await makeTempDir()
  onTestFinished(temp.remove)
  const running = runProgram(main, ['--pglite', '--payouts', '100', '--kills', '0'], {
    TMPDIR: temp.path,
  })
  // The folder of PGlite is made when the bundle is there, before the mock and the proxy start.
  while ((await readdir(temp.path)).length === 0) await setTimeout(50)
  expect(await bundlesOf(running.process.pid)).toHaveLength(1)

  running.process.kill('SIGINT')
  const { code, stderr } = await running.ended

  expect(stderr).toContain('Stopped')
  expect(code).toBe(130)
  expect(await readdir(temp.path)).toEqual([])
  expect(await bundlesOf(running.process.pid)).toEqual([])
}, 60_000)

test('what cannot be run ends with a sentence and a code', async () => {
  const { code, stderr } = await runProgram(main, ['--kills', 'many'], {}).ended
  expect(stderr).toContain('--kills must be a whole number, not "many"')
  expect(code).toBe(2)
})
