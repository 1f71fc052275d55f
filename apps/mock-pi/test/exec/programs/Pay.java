import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arguments: payment id, URL of another host. */
public class Pay {
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    static String call(String method, String url, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Key " + System.getenv("PI_API_KEY"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString()).body();
    }

    public static void main(String[] args) throws Exception {
        String platform = "https://api.minepi.com/v2/payments/" + args[0];
        Pattern transaction = Pattern.compile("\"txid\": ?\"([0-9a-f]{64})\"");
        String approved = call("POST", platform + "/approve", "");
        System.out.println("approved " + approved.contains("\"developer_approved\":true"));
        Matcher found = transaction.matcher("");
        while (!found.find()) {
            Thread.sleep(100);
            found = transaction.matcher(call("GET", platform, ""));
        }
        String completed = call("POST", platform + "/complete", "txid=" + found.group(1));
        System.out.println("completed " + completed.contains("\"developer_completed\":true"));
        String ledger = call("GET", "https://api.testnet.minepi.com/transactions/" + found.group(1), "");
        System.out.println("in a ledger " + Pattern.compile("\"successful\": ?true").matcher(ledger).find());
        System.out.println(call("GET", args[1], ""));
    }
}
