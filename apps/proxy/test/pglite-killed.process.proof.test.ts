import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../src/stores/open-database.ts'
import { failOnLostConnection, makeTempDir } from '../testkit/open-test-database.ts'
import { runProgram } from '../testkit/run-program.ts'

const holder = new URL('./programs/hold-pglite.ts', import.meta.url)

test('SIGKILL loses no committed row, and the next process opens at once', async () => {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  const dataDir = join(folder.path, 'data')
  for (const round of ['a', 'b', 'c']) {
    const holding = runProgram(holder, [], { DATA_DIR: dataDir, PREFIX: round })
    await holding.line(/^committed .*-20$/)
    holding.process.kill('SIGKILL')
    const { stdout, signal } = await holding.ended
    expect(signal).toBe('SIGKILL')
    const committed = [...stdout.matchAll(/^committed (\S+)$/gm)].map(([, id]) => id ?? '')

    await using database = await openDatabase({ kind: 'pglite', dataDir }, failOnLostConnection)
    const found = await Promise.all(committed.map((id) => database.u2aPayments.find(id)))
    expect(committed.length).toBeGreaterThanOrEqual(20)
    expect(found.filter((payment) => String(payment?.pendingCalls) !== 'approve')).toEqual([])
  }
})
