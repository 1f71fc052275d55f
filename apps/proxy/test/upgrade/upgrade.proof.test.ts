import { join } from 'node:path'
import { makeTempDir } from '../../testkit/open-test-database.ts'
import { describeUpgrade } from './describe-upgrade.ts'

describeUpgrade('PGlite', async () => {
  const folder = await makeTempDir()
  return {
    target: { kind: 'pglite', dataDir: join(folder.path, 'data') },
    remove: folder.remove,
  }
})
