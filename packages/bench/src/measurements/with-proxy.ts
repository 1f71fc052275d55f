import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { storeKeyAndForgeOthers, type WrongKeys } from './key-pair.ts'
import { startTarget, type Target } from '../targets/target-process.ts'

export type MockAndProxy = { mock: Target; proxy: Target; apiKey: string; wrongKeys: WrongKeys }

/** Runs a measurement against a mock and a proxy in front of it, each in a separate process. */
export async function withProxy<T>(measure: (targets: MockAndProxy) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-pi-bench-'))
  const dataDir = path.join(folder, 'data')
  const wrongKeys = await storeKeyAndForgeOthers(dataDir)
  const mock = await startTarget('mock.ts')
  const mockUrl = String(mock.ready['url'])
  const apiKey = String(mock.ready['apiKey'])
  const env = {
    PI_API_URL: mockUrl,
    PI_API_KEY: apiKey,
    PI_HORIZON_URL: mockUrl,
    DATA_DIR: dataDir,
  }
  const proxy = await startTarget('proxy.ts', [JSON.stringify(env)])
  try {
    return await measure({ mock, proxy, apiKey, wrongKeys })
  } finally {
    await proxy.stop()
    await mock.stop()
    await rm(folder, { recursive: true })
  }
}
