import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { describeOperatorBrakes } from './describe-operator-brakes.ts'
import { describeOperatorCommands } from './describe-operator-commands.ts'
import { describeOperatorLanes } from './describe-operator-lanes.ts'
import { makeTempDir } from '../testkit/open-test-database.ts'

const folder = await makeTempDir()
afterAll(() => folder.remove())

describe('operators beside a server on PGlite', () => {
  describeOperatorCommands(async () => ({ kind: 'pglite', dataDir: join(folder.path, 'data') }))
})

describe('brakes of a server on PGlite', () => {
  describeOperatorBrakes(async () => ({ kind: 'pglite', dataDir: join(folder.path, 'brakes') }))
})

describe('lane of a server on PGlite', () => {
  describeOperatorLanes(async () => ({ kind: 'pglite', dataDir: join(folder.path, 'lanes') }))
})
