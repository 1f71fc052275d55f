import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openPglite } from '../src/database/open-pglite.ts'
import { dumpDatabase } from '../testkit/dump-database.ts'
import { makeTempDir } from '../testkit/open-test-database.ts'
import { findSecrets } from './find-secrets.ts'

test('P22: on PGlite no secret is in a response, a log line, a metric, a row or a file', async () => {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  const dataDir = join(folder.path, 'data')
  const found = await findSecrets({
    env: { DATA_DIR: dataDir },
    async dump() {
      const { db, close } = await openPglite(dataDir)
      const rows = await dumpDatabase(db)
      await close()
      const files = await readdir(folder.path, { recursive: true, withFileTypes: true })
      const contents = files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'latin1'))
      return rows + (await Promise.all(contents)).join('\n')
    },
  })

  expect(found).toEqual([])
})
