import { startMockPi } from '@aloha-pi/mock-pi'
import { serveParent } from './target-process.ts'

const mock = await startMockPi()
serveParent({ port: Number(new URL(mock.url).port), url: mock.url, apiKey: mock.apiKey })
