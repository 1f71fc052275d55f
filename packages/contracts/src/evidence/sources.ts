/** Public sources, as the reference page names them. */
export const sources = {
  platformDocs: 'pi-apps/pi-platform-docs, platform_API.md',
  newestPlatformDocs: 'pi-apps/pi-platform-docs, newest platform_API.md (with notifications)',
  liveMeasurements: 'jleeblack/pion-mcp, docs (live measurements of July and August 2026)',
  serverLog: 'pi-apps/SilkRoad, server.log (wire log of a PHP program, June 2024)',
  rubyIssue4: 'pi-apps/pi-ruby issue 4',
  nodejsErrors: 'pi-apps/pi-nodejs, types/errors.ts (newer than the release on npm)',
  browserSdk: 'pinetwork-js/sdk, payment handler (source of a version of the browser SDK)',
  browserSdkErrors: 'pinetwork-js/sdk, request-message.ts (codes that the wallet shows)',
  fleetNote: 'public operations note of a fleet of Pi apps, September 2026',
  alohaPage: 'aloha-pi API page (https://api.aloha-pi.com)',
  horizon: 'Stellar Horizon 2.x, which Pi runs',
  horizonCode: 'stellar/stellar-horizon (formerly stellar/go, services/horizon)',
  nodeSoftware: 'PiCoreTeam/pi-node-docker (images of May 2026)',
  none: 'no public source',
  mock: "aloha-pi's mock: its own API, which Pi does not have",
} as const
