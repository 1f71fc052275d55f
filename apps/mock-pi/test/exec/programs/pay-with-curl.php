<?php
// Arguments: payment id, URL of another host.
function call(string $url, ?array $fields = null)
{
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_HTTPHEADER, ['Authorization: Key ' . getenv('PI_API_KEY')]);
    if ($fields !== null) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($fields));
    }
    $body = curl_exec($curl);
    return $body === false ? exit(curl_error($curl)) : $body;
}

$platform = "https://api.minepi.com/v2/payments/$argv[1]";
echo 'approved ', json_encode(json_decode(call("$platform/approve", []))->status->developer_approved), "\n";
while (json_decode(call($platform))->transaction === null) {
    usleep(100000);
}
$txid = json_decode(call($platform))->transaction->txid;
$done = json_decode(call("$platform/complete", ['txid' => $txid]));
echo 'completed ', json_encode($done->status->developer_completed), "\n";
$ledger = json_decode(call("https://api.testnet.minepi.com/transactions/$txid"));
echo 'in a ledger ', json_encode($ledger->successful), "\n";
echo call($argv[2]), "\n";
