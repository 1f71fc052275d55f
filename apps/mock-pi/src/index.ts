export { redirectPiHosts } from './redirect/redirect-pi-hosts.ts'
export { startMockPi, type MockPi, type MockPiOptions } from './server/start-mock-pi.ts'
export type { World } from './world/world.ts'
