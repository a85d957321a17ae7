"""URLs of the review pages. They come before the document URLs, which match any path."""

from django.urls import path

from portal.review import (
    correcting_views,
    draft_views,
    meeting_views,
    picture_views,
    proposal_views,
    publication_views,
    question_views,
    removal_views,
    restructuring_views,
    upload_question_views,
    views,
)

_REVIEW = "documents/<path:address>/review/"

urlpatterns = [
    path("review/", views.review_waiting, name="review-waiting"),
    path("review/ready/", publication_views.ready, name="ready-to-publish"),
    path("review/publications/<int:pk>/", publication_views.publication_page, name="publication"),
    path("review/publications/<int:pk>/undo/", publication_views.undo_publishing, name="undo-publication"),
    path("uploads/<int:pk>/question/", question_views.question, name="upload-question"),
    path("uploads/<int:pk>/delete/", upload_question_views.discard, name="upload-delete"),
    path(_REVIEW, views.review, name="document-review"),
    path(f"{_REVIEW}original/", views.review_original, name="review-original"),
    path(f"{_REVIEW}already/", views.review_duplicates, name="review-duplicates"),
    path(f"{_REVIEW}masthead/", correcting_views.correct_masthead, name="correct-masthead"),
    path(f"{_REVIEW}meeting/", meeting_views.move_recommendations, name="move-recommendations"),
    path(f"{_REVIEW}ready/", publication_views.review_state, name="mark-ready"),
    path(f"{_REVIEW}draft/", draft_views.draft, name="review-draft"),
    path(f"{_REVIEW}draft/decide/", draft_views.decide_draft, name="decide-draft"),
    path(f"{_REVIEW}settle/", correcting_views.settle_conflicts, name="settle-corrections"),
    path(f"{_REVIEW}corrections/<int:pk>/undo/", correcting_views.undo_correction, name="undo-correction"),
    path(f"{_REVIEW}proposal/", proposal_views.proposal, name="review-proposal"),
    path(f"{_REVIEW}reread/", proposal_views.reread, name="reread-version"),
    path(f"{_REVIEW}add/", restructuring_views.add_recommendation, name="add-recommendation"),
    path(
        f"{_REVIEW}recommendations/<str:anchor>/",
        correcting_views.correct_recommendation,
        name="correct-recommendation",
    ),
    path(
        f"{_REVIEW}recommendations/<str:anchor>/shape/",
        restructuring_views.restructure,
        name="restructure-recommendation",
    ),
    path("documents/<path:address>/publication/", publication_views.publication, name="document-publish"),
    path("documents/<path:address>/delete/", removal_views.delete, name="document-delete"),
    path("documents/<path:address>/symbol/", views.symbol, name="document-symbol"),
]

FILES = [
    path("uploads/<int:pk>/file/", upload_question_views.uploaded_file, name="uploaded-file"),
    path("documents/<path:address>/pictures/<int:page>/", picture_views.page_picture, name="page-picture"),
]
