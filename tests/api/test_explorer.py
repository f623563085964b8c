"""Whoever opens the API in a browser gets the explorer, whole and from here."""


from tests.api.running import Client, Play

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_a_link_with_a_query_opens_in_the_explorer_and_is_answered_to_programs(play: Play) -> None:
    async def scene(admin: Client) -> None:
        link = {"query": "{ position }"}
        page = await admin.http.get("/graphql", params=link, headers=BROWSER)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        for program in (admin.headers, admin.headers | BROWSER):
            answer = await admin.http.get("/graphql", params=link, headers=program)
            assert "position" in answer.json()["data"]

    play(scene)


def test_browsers_get_the_explorer_with_every_file_from_here(play: Play) -> None:
    async def scene(admin: Client) -> None:
        for address in ("/", "/graphql"):
            page = await admin.http.get(address, headers=BROWSER)
            assert page.status_code == 200
            assert page.headers["content-type"].startswith("text/html")
            assert "//" not in page.text.replace("</", "")
            for file in (part.split('"')[0] for part in page.text.replace('href="', 'src="').split('src="')[1:]):
                if file.startswith("data:"):
                    continue
                found = await admin.http.get(file, headers=BROWSER)
                assert found.status_code == 200, file
        assert (await admin.http.get("/assets/../app.py")).status_code == 404

    play(scene)
