import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { describeOperatorCommands } from './describe-operator-commands.ts'
import { makeTempDir } from './open-test-database.ts'

const folder = await makeTempDir()
afterAll(() => folder.remove())

describe('operators beside a server on PGlite', () => {
  describeOperatorCommands(async () => ({ kind: 'pglite', dataDir: join(folder.path, 'data') }))
})
