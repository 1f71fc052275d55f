import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { createAlohaClient, createPiClient } from '@aloha-pi/client'
import type { compareDocuments } from '@aloha-pi/release/breaking-changes'

/** An OpenAPI document. */
export type Document = Parameters<typeof compareDocuments>[1]
type Server = { url: string; close(): Promise<void> }

/** What of a copy of the workspace is looked at. */
export type Tree = {
  createPiClient: typeof createPiClient
  createAlohaClient: typeof createAlohaClient
  startMockPi(options: {
    log: (line: string) => void
  }): Promise<Server & { apiKey: string; wallet: { address: string; seed: string } }>
  startProxy(
    env: Record<string, string>,
    options: { log: (line: string) => void },
  ): Promise<Server & { developmentKey: string | null }>
  runConformance(options: {
    target: 'platform' | 'aloha'
    baseUrl: string
    apiKey: string
    control: string
    write: true
    runs: number
    only: readonly string[]
  }): Promise<{ results: { id: string; outcome: string; problems: string[] }[] }>
  platformDocument(): Document
  alohaDocument(): Document
}

const modules = [
  'packages/client/src/index.ts',
  'apps/mock-pi/src/index.ts',
  'apps/proxy/src/server/start-proxy.ts',
  'packages/conformance/src/index.ts',
  'packages/openapi/src/index.ts',
]

/** Loads the packages of the workspace that lies there; two workspaces share none of our modules. */
export async function loadTree(root: string): Promise<Tree> {
  const loaded = await Promise.all(
    modules.map((file) => import(pathToFileURL(join(root, file)).href)),
  )
  // The compiler cannot see through a path that is made at run time.
  return Object.assign({}, ...loaded) as Tree
}
