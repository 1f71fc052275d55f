<?php
// Arguments: payment id, URL of another host.
function call(string $url, ?array $fields = null)
{
    $http = ['header' => ['Authorization: Key ' . getenv('PI_API_KEY')]];
    if ($fields !== null) {
        $http['method'] = 'POST';
        $http['header'][] = 'Content-Type: application/x-www-form-urlencoded';
        $http['content'] = http_build_query($fields);
    }
    return file_get_contents($url, false, stream_context_create(['http' => $http]));
}

$platform = "https://api.minepi.com/v2/payments/$argv[1]";
echo 'approved ', json_encode(json_decode(call("$platform/approve", []))->status->developer_approved), "\n";
while (json_decode(call($platform))->transaction === null) {
    usleep(100000);
}
$txid = json_decode(call($platform))->transaction->txid;
$done = json_decode(call("$platform/complete", ['txid' => $txid]));
echo 'completed ', json_encode($done->status->developer_completed), "\n";
$ledger = json_decode(file_get_contents("https://api.testnet.minepi.com/transactions/$txid"));
echo 'in a ledger ', json_encode($ledger->successful), "\n";
echo file_get_contents($argv[2]), "\n";
