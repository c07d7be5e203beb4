"""Every address. Pages live under /fr/ and /en/; what machines read does not."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from timonier.app.web.api.service import api
from timonier.app.web.views import api as api_page
from timonier.app.web.views import (
    compare,
    embed,
    errors,
    explanation,
    files,
    frame,
    guide,
    health,
    home,
    keys,
    mine,
    questions,
    result,
    share,
    waiting,
    whatif,
)
from timonier.app.web.views.portfolio import (
    calls,
    client,
    columns,
    company,
    lists,
    papers,
    portrait,
    rows,
    run,
)

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failure


urlpatterns = [
    path("health", health.health, name="health"),
    path("ready", health.ready, name="ready"),
    path("theme", frame.theme, name="theme"),
    path("embed.js", embed.script, name="embed-script"),
    path("embed/<str:colour>.css", embed.accent, name="embed-accent"),
    path("robots.txt", guide.robots, name="robots"),
    path("sitemap.xml", guide.sitemap, name="sitemap"),
    path("llms.txt", guide.llms, name="llms"),
    path("api/v1/docs", api_page.docs, name="api-docs"),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("data/", frame.data, name="data"),
        path("data/erase/", mine.erase_all, name="erase-all"),
        path("api/", api_page.api, name="api"),
        path("keys/", keys.page, name="keys"),
        path("keys/open/<str:word>/", keys.enter, name="keys-enter"),
        path("keys/<str:key_id>/close/", keys.close, name="keys-close"),
        path("guide/", guide.index, name="guide"),
        path("guide/<slug:slug>/", guide.chapter, name="chapter"),
        path("guide/<slug:slug>.md", guide.markdown, name="guide-markdown"),
        path("mine/", mine.mine, name="mine"),
        path("start/", mine.start, name="start"),
        path("sample/", mine.sample, name="sample"),
        path("c/<str:situation_id>/rename/", mine.rename, name="rename"),
        path("c/<str:situation_id>/duplicate/", mine.duplicate, name="duplicate"),
        path("c/<str:situation_id>/erase/", mine.erase, name="erase"),
        path("c/<str:situation_id>/next/", questions.next_question, name="next-question"),
        path("c/<str:situation_id>/question/<str:key>/", questions.ask, name="question"),
        path("c/<str:situation_id>/panel/", questions.panel, name="panel"),
        path("c/<str:situation_id>/answers/", questions.answers_page, name="answers"),
        path("c/<str:situation_id>/undo/", questions.undo, name="undo"),
        path("c/<str:situation_id>/result/", result.show, name="result"),
        path("c/<str:situation_id>/result/<slug:name>/", result.page, name="result-page"),
        path("c/<str:situation_id>/decision.json", result.document, name="document"),
        path("c/<str:situation_id>/company.toml", share.company_file, name="company-file"),
        path("c/<str:situation_id>/figure/<str:path>/", explanation.figure, name="figure"),
        path("c/<str:situation_id>/files/", files.make, name="files"),
        path("c/<str:situation_id>/files/<str:job_id>/", files.job, name="job"),
        path("c/<str:situation_id>/files/<str:job_id>/stop/", files.cancel, name="job-cancel"),
        path("c/<str:situation_id>/files/<str:job_id>/plan.zip", files.fetch, name="job-file"),
        path("c/<str:situation_id>/files/<str:job_id>/report.pdf", files.report, name="report"),
        path("c/<str:situation_id>/what-if/", whatif.play, name="what-if"),
        path("c/<str:situation_id>/what-if/keep/", whatif.keep, name="keep-what-if"),
        path("waiting/<str:job_id>/", waiting.look, name="waiting"),
        path("c/<str:situation_id>/share/", share.share, name="share"),
        path("c/<str:situation_id>/share/<str:code>/close/", share.close_link, name="close-link"),
        path("c/<str:situation_id>/compare/", compare.compare, name="compare"),
        path("s/<str:code>/", share.open_link, name="open-link"),
        path("s/<str:code>/open/", share.adopt, name="adopt"),
        path("portfolio/", lists.index, name="portfolios"),
        path("portfolio/<str:portfolio_id>/", lists.show, name="portfolio"),
        path("portfolio/<str:portfolio_id>/erase/", lists.erase, name="portfolio-erase"),
        path("portfolio/<str:portfolio_id>/columns/", columns.columns, name="portfolio-columns"),
        path("portfolio/<str:portfolio_id>/map.toml", columns.mapping_file, name="portfolio-map"),
        path("portfolio/<str:portfolio_id>/rows/", rows.rows, name="portfolio-rows"),
        path(
            "portfolio/<str:portfolio_id>/rows/<int:number>/", rows.mend_row, name="portfolio-mend"
        ),
        path("portfolio/<str:portfolio_id>/run/", run.run, name="portfolio-run"),
        path("portfolio/<str:portfolio_id>/run/stop/", run.stop, name="portfolio-stop"),
        path("portfolio/<str:portfolio_id>/calls/", calls.calls, name="portfolio-calls"),
        path("portfolio/<str:portfolio_id>/calls.<str:kind>", calls.as_file, name="portfolio-file"),
        path(
            "portfolio/<str:portfolio_id>/calls/<int:number>/",
            company.show,
            name="portfolio-company",
        ),
        path(
            "portfolio/<str:portfolio_id>/calls/<int:number>/<str:do>/",
            company.act,
            name="portfolio-act",
        ),
        path("portfolio/<str:portfolio_id>/picture/", portrait.portrait, name="portfolio-picture"),
        path("portfolio/<str:portfolio_id>/papers/", papers.show, name="portfolio-papers"),
        path(
            "portfolio/<str:portfolio_id>/papers/stop/", papers.stop, name="portfolio-papers-stop"
        ),
        path("portfolio/<str:portfolio_id>/papers.zip", papers.fetch, name="portfolio-papers-file"),
        path("q/<str:code>/", client.ask, name="client-question"),
        path("embed/", embed.frame, name="embed"),
        path("embed/configure/", embed.configure, name="embed-configure"),
    ),
]
