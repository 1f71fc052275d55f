// What `pnpm start` runs. No TypeScript: Node need not load what strips types when its cache has the rest.
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

enableCompileCache(fileURLToPath(new URL('../../.data/compiled', import.meta.url)))
await import('./src/main.ts')
