import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers every request; with --check it asks itself once and ends. */
public class Stock {
    public static void main(String[] args) throws Exception {
        boolean check = List.of(args).contains("--check");
        HttpServer server = HttpServer.create(new InetSocketAddress(check ? 0 : 8080), 0);
        byte[] answer = "stock: 42\n".getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        if (!check) return;
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        System.out.print(new String(uri.toURL().openStream().readAllBytes(), StandardCharsets.UTF_8));
        server.stop(0);
    }
}
